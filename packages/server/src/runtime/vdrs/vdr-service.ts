/** `/vdrs`: virtual data resources as a whole, their exports, imports and copies. */
import { ValenceError } from '../../lib/errors.ts'
import type { JsonMember, VdrStore } from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import { isObject } from '../json-path.ts'
import { type CloneOptions, copyWhole, toExport } from './bundle.ts'
import type { VdrDependencies } from './dependencies.ts'
import { levelOf } from './merge-rows.ts'
import { assertMayChange, everywhere, mayChange } from './places.ts'
import { readName } from './read-input.ts'
import {
  nameIn,
  presentVdr,
  type SeenVdr,
  seeAll,
  seeNamed,
  seeOne,
  type WriteMode,
  type Written,
  writeDefinition,
} from './resources.ts'
import {
  elementOfBody,
  presentAll,
  presentOne,
  removeTransformation,
  rowsOf,
  writeTransformation,
} from './whole-transformations.ts'

/** What `/vdrs` calls. */
export interface VdrService {
  list(caller: Caller): Promise<readonly JsonMember[]>
  get(caller: Caller, id: number): Promise<JsonMember>
  /** @throws {ValenceError} `conflict` when there is one of this name at the same level. */
  create(caller: Caller, body: unknown): Promise<Written>
  replace(caller: Caller, id: number, body: unknown): Promise<Written>
  /** At the levels the caller may change. */
  delete(caller: Caller, id: number): Promise<void>
  export(caller: Caller, nameOrId: string): Promise<JsonMember>
  /** Make or replace a resource and the transformations that come with it, all or nothing. */
  import(caller: Caller, body: unknown): Promise<Written>
  clone(caller: Caller, id: number, body: unknown, options: CloneOptions): Promise<JsonMember>
  transformations(caller: Caller, id: number): Promise<readonly JsonMember[]>
  transformation(caller: Caller, id: number, transformationId: number): Promise<JsonMember>
  createTransformation(caller: Caller, id: number, body: unknown): Promise<Written>
  replaceTransformation(
    caller: Caller,
    id: number,
    transformationId: number,
    body: unknown,
  ): Promise<Written>
  deleteTransformation(caller: Caller, id: number, transformationId: number): Promise<void>
}

export function createVdrService(deps: VdrDependencies): VdrService {
  const { store, index } = deps

  async function change<T>(caller: Caller, work: (vdrs: VdrStore) => Promise<T>): Promise<T> {
    const result = await store.vdrs.atomically(work)
    index.forget(caller.scope.organizationId)
    return result
  }

  const seen = (caller: Caller, id: number) => seeOne(store.vdrs, caller, { id })

  async function shown(caller: Caller, objectName: string, ignored: string[]): Promise<Written> {
    const found = await seeOne(store.vdrs, caller, { objectName })
    return { vdr: await presentVdr(deps, caller, found), ignored }
  }

  async function putTransformation(
    caller: Caller,
    { vdr }: SeenVdr,
    input: { elementKey: string; body: unknown; mode: WriteMode },
  ): Promise<Written> {
    const ignored = await change(caller, (vdrs) =>
      writeTransformation(deps, vdrs, caller, { vdrId: vdr.id, name: vdr.objectName, ...input }),
    )
    const after = await seen(caller, vdr.id)
    const rows = after.transformations.filter(({ elementKey }) => elementKey === input.elementKey)
    if (rows.length === 0) throw nothingLeft(ignored)
    return { vdr: await presentOne(deps, caller, after, rows), ignored }
  }

  return {
    list: async (caller) =>
      Promise.all((await seeAll(store, caller)).map((found) => presentVdr(deps, caller, found))),
    get: async (caller, id) => presentVdr(deps, caller, await seen(caller, id)),
    async create(caller, body) {
      const name = nameIn(body)
      const { ignored } = await change(caller, async (vdrs) => {
        const written = await writeDefinition(deps, vdrs, caller, { name, body, mode: 'create' })
        await assertVisible(vdrs, caller, name, written.ignored)
        return written
      })
      return shown(caller, name, ignored)
    },
    async replace(caller, id, body) {
      const found = await seen(caller, id)
      const name = isObject(body) && body['objectName'] ? nameIn(body) : found.vdr.objectName
      const { ignored } = await change(caller, async (vdrs) => {
        const from = found.vdr.objectName
        if (name !== from) await renameWhole(vdrs, caller, found, name)
        return writeDefinition(deps, vdrs, caller, { name, body, mode: 'replace' })
      })
      return shown(caller, name, ignored)
    },
    async delete(caller, id) {
      const found = await seen(caller, id)
      await change(caller, (vdrs) => removeWhole(vdrs, caller, found))
    },
    export: async (caller, nameOrId) => toExport(await seeNamed(store.vdrs, caller, nameOrId)),
    async import(caller, body) {
      if (!isObject(body))
        throw new ValenceError('invalid_request', 'body: an export belongs here.')
      const definition = isObject(body['definition']) ? body['definition'] : {}
      const name = readName(definition['objectName'] ?? body['vdrName'], 'definition.objectName')
      const bundled = isObject(body['transformation']) ? body['transformation'] : {}
      const ignored = await change(caller, async (vdrs) => {
        const written = await writeDefinition(deps, vdrs, caller, {
          name,
          body: definition,
          mode: 'upsert',
        })
        const all = [...written.ignored]
        for (const [elementKey, one] of Object.entries(bundled)) {
          const at = `transformation.${elementKey}.`
          const input = {
            vdrId: written.vdr.id,
            name,
            elementKey: readName(elementKey, at),
            body: one,
            at,
          }
          all.push(...(await writeTransformation(deps, vdrs, caller, { ...input, mode: 'upsert' })))
        }
        await assertVisible(vdrs, caller, name, all)
        return all
      })
      return shown(caller, name, ignored)
    },
    async clone(caller, id, body, options) {
      const found = await seen(caller, id)
      const name = isObject(body) && body['objectName'] ? nameIn(body) : found.vdr.objectName
      await change(caller, (vdrs) => copyWhole(deps, vdrs, caller, { found, name, options }))
      return (await shown(caller, name, [])).vdr
    },
    transformations: async (caller, id) => presentAll(deps, caller, await seen(caller, id)),
    async transformation(caller, id, transformationId) {
      const found = await seen(caller, id)
      return presentOne(deps, caller, found, rowsOf(found, transformationId))
    },
    async createTransformation(caller, id, body) {
      const found = await seen(caller, id)
      const elementKey = await elementOfBody(deps, caller, body)
      return putTransformation(caller, found, { elementKey, body, mode: 'create' })
    },
    async replaceTransformation(caller, id, transformationId, body) {
      const found = await seen(caller, id)
      const elementKey = rowsOf(found, transformationId)[0]?.elementKey ?? ''
      return putTransformation(caller, found, { elementKey, body, mode: 'replace' })
    },
    async deleteTransformation(caller, id, transformationId) {
      const found = await seen(caller, id)
      const rows = rowsOf(found, transformationId)
      await change(caller, (vdrs) => removeTransformation(vdrs, caller, rows))
    },
  }
}

/** Everything of a resource that the caller may change; an administrator of the organization removes all accounts'. */
export async function removeWhole(
  vdrs: VdrStore,
  caller: Caller,
  { vdr, definitions, transformations }: SeenVdr,
): Promise<void> {
  if (caller.isOrganizationAdmin) {
    await vdrs.deleteTransformations(caller.scope, { vdrId: vdr.id })
    await vdrs.deleteDefinitions(caller.scope, { vdrId: vdr.id })
  } else {
    await removeTransformation(vdrs, caller, transformations)
    for (const { vdrId, accountId, instanceId } of definitions) {
      const place = { accountId, instanceId }
      if (mayChange(caller, levelOf(place))) {
        await vdrs.deleteDefinitions(caller.scope, { vdrId, place })
      }
    }
  }
  await vdrs.prune(caller.scope, vdr.id)
}

/** The name of a resource at every level. @throws {ValenceError} `forbidden`, `conflict` */
export async function renameWhole(
  vdrs: VdrStore,
  caller: Caller,
  { vdr }: SeenVdr,
  to: string,
): Promise<void> {
  assertMayChange(caller, everywhere)
  await vdrs.rename(caller.scope, vdr.id, to)
}

/** When all of it was ignored there is nothing to show for it: that is a refusal, not a success. */
async function assertVisible(
  vdrs: VdrStore,
  caller: Caller,
  objectName: string,
  ignored: readonly string[],
): Promise<void> {
  const { scope, user } = caller
  const own = { organizationId: scope.organizationId, accountId: user.accountId }
  if (!(await vdrs.find(own, { objectName }))) throw nothingLeft(ignored)
}

function nothingLeft(ignored: readonly string[]): ValenceError {
  const names = ignored.slice(0, 20).join(', ')
  return new ValenceError(
    'forbidden',
    `Nothing was written: you may not change the levels of ${names || 'this resource'}.`,
  )
}
