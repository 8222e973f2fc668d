/** The transformations of a resource over all its levels (version 2): `/vdrs/{id}/transformations`. */
import { ValenceError } from '../../lib/errors.ts'
import type { JsonMember, StoredTransformation, VdrStore } from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import { isObject } from '../json-path.ts'
import { elementIdsOf, elementKeyOf, type VdrDependencies } from './dependencies.ts'
import { defaultPlace, splitTransformation } from './levelled.ts'
import { levelOf } from './merge-rows.ts'
import { mayChange, type Place } from './places.ts'
import { presentTransformation } from './present.ts'
import { readName, readTransformation } from './read-input.ts'
import { ownScope, type SeenVdr, type WriteMode } from './resources.ts'
import { noWayBack } from './transformation-errors.ts'

/** Write a transformation with the levels of its fields and scripts. Returns paths that were ignored. */
export async function writeTransformation(
  { store }: Pick<VdrDependencies, 'store'>,
  vdrs: VdrStore,
  caller: Caller,
  input: {
    readonly vdrId: number
    readonly name: string
    readonly elementKey: string
    readonly body: unknown
    readonly mode: WriteMode
    readonly fallback?: Place
    /** Goes before what is wrong in messages. */
    readonly at?: string
  },
): Promise<string[]> {
  const { vdrId, elementKey, mode } = input
  const scope = ownScope(caller)
  const defined = await vdrs.definitions(scope, { vdrId })
  const fields = defined.flatMap((row) => row.fields.map((field) => ({ field, row })))
  const byId = new Map(fields.map(({ field }) => [field['id'], String(field['path'])]))
  const body = readTransformation(input.body, (id) => byId.get(id), input.at)
  const fallback = input.fallback ?? defaultPlace(caller)
  const apart = await splitTransformation(store, caller, body, fallback)
  const before = await vdrs.transformations(scope, { vdrId, elementKey })
  for (const { place, input: values } of apart.rows) {
    const row = before.find(
      (one) => one.accountId === place.accountId && one.instanceId === place.instanceId,
    )
    if (row && mode === 'create') throw taken(input.name, elementKey)
    if (row && !row.isLegacy && values.isLegacy && row.script) throw noWayBack(input.name)
    const vendorName = values.vendorName ?? row?.vendorName ?? null
    if (row) await vdrs.updateTransformation(caller.scope, row.id, { ...values, vendorName })
    else {
      const at = { ...place, elementKey }
      await vdrs.createTransformation(caller.scope, vdrId, at, { ...values, vendorName })
    }
  }
  if (mode === 'replace') await removeOthers(vdrs, caller, before, apart.rows)
  return apart.ignored.map((entry) => String(entry['path'] ?? 'script'))
}

async function removeOthers(
  vdrs: VdrStore,
  caller: Caller,
  before: readonly StoredTransformation[],
  wanted: readonly { readonly place: Place }[],
): Promise<void> {
  for (const row of before) {
    const isNamed = wanted.some(
      ({ place }) => place.accountId === row.accountId && place.instanceId === row.instanceId,
    )
    if (!isNamed && mayChange(caller, levelOf(row))) {
      await vdrs.deleteTransformations(caller.scope, { id: row.id })
    }
  }
}

/** Remove a transformation at the levels the caller may change. */
export async function removeTransformation(
  vdrs: VdrStore,
  caller: Caller,
  rows: readonly StoredTransformation[],
): Promise<void> {
  for (const row of rows) {
    if (mayChange(caller, levelOf(row))) {
      await vdrs.deleteTransformations(caller.scope, { id: row.id })
    }
  }
}

/** A resource's transformations, one an element. */
export function presentAll(
  deps: VdrDependencies,
  caller: Caller,
  seen: SeenVdr,
): Promise<JsonMember[]> {
  const byElement = Map.groupBy(seen.transformations, ({ elementKey }) => elementKey)
  return Promise.all([...byElement.values()].map((rows) => presentOne(deps, caller, seen, rows)))
}

/** One of them. */
export async function presentOne(
  deps: VdrDependencies,
  caller: Caller,
  { definitions }: SeenVdr,
  rows: readonly StoredTransformation[],
): Promise<JsonMember> {
  const ids = new Map(
    definitions.flatMap(({ fields }) => fields.map(({ path, id }) => [String(path), id])),
  )
  const [elementId] = await elementIdsOf(deps, caller, [rows[0]?.elementKey ?? ''])
  return presentTransformation(rows, { ids, elementId })
}

/** The rows of the transformation that a row of this id belongs to. @throws {ValenceError} `not_found` */
export function rowsOf(
  { vdr, transformations }: SeenVdr,
  id: number,
): readonly StoredTransformation[] {
  const named = transformations.find((row) => row.id === id)
  const rows = transformations.filter(({ elementKey }) => elementKey === named?.elementKey)
  if (rows.length > 0) return rows
  throw new ValenceError('not_found', `'${vdr.objectName}' has no transformation '${id}'.`)
}

/**
 * The element a body is for: `elementKey`, `elementId`, or the element of `instanceId`.
 *
 * @throws {ValenceError} `invalid_request` when it names none, `not_found` for an instance out of sight.
 */
export async function elementOfBody(
  deps: Pick<VdrDependencies, 'store' | 'elements'>,
  caller: Caller,
  body: unknown,
): Promise<string> {
  const said: JsonMember = isObject(body) ? body : {}
  const named = said['elementKey'] ?? said['elementId']
  if (typeof named === 'string' || typeof named === 'number') {
    return readName(await elementKeyOf(deps, caller, String(named)), 'elementKey')
  }
  const id = said['elementInstanceId'] ?? said['instanceId']
  if (id === undefined || id === null)
    throw new ValenceError('invalid_request', 'elementKey: the key of an element belongs here.')
  const instance = await deps.store.instances.get(caller.scope, Number(id))
  if (instance) return instance.elementKey
  throw new ValenceError('not_found', `There is no instance '${String(id).slice(0, 50)}'.`)
}

function taken(name: string, elementKey: string): ValenceError {
  return new ValenceError(
    'conflict',
    `'${name}' has a transformation for ${elementKey} already. PUT replaces it.`,
  )
}
