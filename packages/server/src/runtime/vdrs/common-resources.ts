/** `/common-resources`: the older name of virtual data resources, by name. */
import { ValenceError } from '../../lib/errors.ts'
import type { JsonMember, VdrStore } from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import { isObject } from '../json-path.ts'
import { elementIdsOf, type VdrDependencies } from './dependencies.ts'
import { levelOf } from './merge-rows.ts'
import { byLevel, presentFields } from './present.ts'
import { readName } from './read-input.ts'
import { nameIn, type SeenVdr, seeAll, seeOne, writeDefinition } from './resources.ts'
import { removeWhole, renameWhole } from './vdr-service.ts'

/** A formula that uses a resource. */
export interface FormulaUsage {
  readonly formulaId: number
  readonly formulaName: string
  readonly usageCount: number
}

/** What `/common-resources` calls. */
export interface CommonResources {
  list(caller: Caller): Promise<readonly JsonMember[]>
  get(caller: Caller, name: string): Promise<JsonMember>
  /** Make or replace. `changedFields` renames paths, in transformations, too. */
  put(caller: Caller, body: unknown): Promise<{ resource: JsonMember; ignored: readonly string[] }>
  rename(caller: Caller, name: string, body: unknown): Promise<JsonMember>
  /**
   * Definition and transformations at every level.
   *
   * @param force - Also when formulas use it.
   * @throws {ValenceError} `conflict` when formulas use it.
   */
  delete(caller: Caller, name: string, force: boolean): Promise<void>
  usages(caller: Caller, name: string): Promise<{ formulaUsages: readonly FormulaUsage[] }>
}

/** @param formulasUsing - Which formulas of an organization use a resource. */
export function createCommonResources(
  deps: VdrDependencies,
  formulasUsing: (caller: Caller, objectName: string) => Promise<readonly FormulaUsage[]>,
): CommonResources {
  const { store, index } = deps

  async function change<T>(caller: Caller, work: (vdrs: VdrStore) => Promise<T>): Promise<T> {
    const result = await store.vdrs.atomically(work)
    index.forget(caller.scope.organizationId)
    return result
  }

  const seen = (caller: Caller, name: string) => seeOne(store.vdrs, caller, { objectName: name })

  return {
    list: async (caller) =>
      Promise.all((await seeAll(store, caller)).map((one) => present(deps, caller, one))),
    get: async (caller, name) => present(deps, caller, await seen(caller, name)),
    async put(caller, body) {
      const name = nameIn(body)
      const renamed = readChangedFields(body)
      const ignored = await change(caller, async (vdrs) => {
        const known = await vdrs.find(caller.scope, { objectName: name })
        if (known) await renamePaths(vdrs, caller, known.id, renamed)
        const written = await writeDefinition(deps, vdrs, caller, { name, body, mode: 'upsert' })
        return written.ignored
      })
      return { resource: await present(deps, caller, await seen(caller, name)), ignored }
    },
    async rename(caller, name, body) {
      const found = await seen(caller, name)
      const to = isObject(body)
        ? readName(body['name'] ?? body['objectName'], 'name')
        : readName('')
      await change(caller, (vdrs) => renameWhole(vdrs, caller, found, to))
      return present(deps, caller, await seen(caller, to))
    },
    async delete(caller, name, force) {
      const found = await seen(caller, name)
      const formulas = force ? [] : await formulasUsing(caller, name)
      if (formulas.length > 0) throw inUse(name, formulas)
      await change(caller, (vdrs) => removeWhole(vdrs, caller, found))
    },
    async usages(caller, name) {
      await seen(caller, name)
      return { formulaUsages: await formulasUsing(caller, name) }
    },
  }
}

async function present(
  deps: VdrDependencies,
  caller: Caller,
  { vdr, definitions, transformations }: SeenVdr,
): Promise<JsonMember> {
  const { scope } = caller
  const bottom = byLevel(definitions).at(-1)
  return {
    id: vdr.id,
    name: vdr.objectName,
    ...(bottom ? { level: levelOf(bottom) } : {}),
    fields: presentFields(definitions, scope.organizationId, 'place'),
    elementInstanceIds: [...new Set(transformations.flatMap(({ instanceId }) => instanceId ?? []))],
    mappedElementIds: await elementIdsOf(
      deps,
      caller,
      transformations.map(({ elementKey }) => elementKey),
    ),
  }
}

/** New paths by old ones. @throws {ValenceError} `invalid_request` */
function readChangedFields(body: unknown): ReadonlyMap<string, string> {
  const changed = isObject(body) ? body['changedFields'] : undefined
  if (changed === undefined || changed === null) return new Map()
  const entries = Array.isArray(changed) ? changed : [changed]
  return new Map(
    entries.map((entry, index) => {
      const { oldPath, path } = isObject(entry) ? entry : {}
      if (typeof oldPath === 'string' && typeof path === 'string') return [oldPath, path]
      throw new ValenceError(
        'invalid_request',
        `changedFields[${index}]: {"oldPath": …, "path": …} belongs here.`,
      )
    }),
  )
}

/** The ids of definition fields stay, so that what refers to them goes on doing so. */
async function renamePaths(
  vdrs: VdrStore,
  { scope }: Caller,
  vdrId: number,
  renamed: ReadonlyMap<string, string>,
): Promise<void> {
  if (renamed.size === 0) return
  const rename = (field: JsonMember): JsonMember => ({
    ...field,
    path: renamed.get(String(field['path'])) ?? field['path'],
  })
  for (const { id, fields } of await vdrs.definitions(scope, { vdrId })) {
    await vdrs.updateDefinition(scope, id, { fields: fields.map(rename) })
  }
  for (const { id, fields } of await vdrs.transformations(scope, { vdrId })) {
    await vdrs.updateTransformation(scope, id, { fields: fields.map(rename) })
  }
}

function inUse(name: string, formulas: readonly FormulaUsage[]): ValenceError {
  const names = formulas.map(({ formulaName }) => `'${formulaName}'`).join(', ')
  return new ValenceError(
    'conflict',
    `'${name}' is used by the formulas ${names}. DELETE /common-resources/${name}?force=true deletes it all the same.`,
  )
}
