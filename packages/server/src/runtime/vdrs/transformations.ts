/** Transformations at one level: `/organizations/elements/{key}/transformations`, `/accounts/…`, `/instances/…`. */
import { ValenceError } from '../../lib/errors.ts'
import type { JsonMember, StoredTransformation, VdrStore } from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import { isObject } from '../json-path.ts'
import { elementIdsOf, elementKeyOf, type VdrDependencies } from './dependencies.ts'
import { describeTransformation } from './describe-transformation.ts'
import { assertMayChange, type Place, type PlaceRequest, placeOf, scopeOf } from './places.ts'
import { presentTransformation } from './present.ts'
import { readTransformation } from './read-input.ts'
import {
  noTransformation,
  noWayBack,
  transformationTaken,
  undefinedObject,
} from './transformation-errors.ts'
import { toRow } from './transformation-row.ts'

/** An element, or at the level of an instance that instance's. */
export interface TransformationPlace {
  readonly at: PlaceRequest
  /** Key or id; absent at the level of an instance. */
  readonly element?: string
}

/** What the routes of a level call. Every function checks that the caller sees the place, and may change it. */
export interface Transformations {
  /** By name. @throws {ValenceError} `nothing_found` when there is none. */
  list(caller: Caller, place: TransformationPlace): Promise<Record<string, JsonMember>>
  get(caller: Caller, place: TransformationPlace, name: string): Promise<JsonMember>
  /** @throws {ValenceError} `conflict` when it is there; `not_found` when the object is not defined. */
  create(
    caller: Caller,
    place: TransformationPlace,
    name: string,
    body: unknown,
  ): Promise<JsonMember>
  /** @throws {ValenceError} `not_found` when it is not there. */
  replace(
    caller: Caller,
    place: TransformationPlace,
    name: string,
    body: unknown,
  ): Promise<JsonMember>
  /** Make or replace. */
  put(caller: Caller, place: TransformationPlace, name: string, body: unknown): Promise<JsonMember>
  /** @param propagates - What lower levels say of it goes, too. */
  delete(
    caller: Caller,
    place: TransformationPlace,
    name: string,
    propagates: boolean,
  ): Promise<void>
  deleteAll(caller: Caller, place: TransformationPlace, propagates: boolean): Promise<void>
  /** Which elements an object is mapped to at a level; empty when to none: clients of these lists expect a list. */
  ofObject(caller: Caller, at: PlaceRequest, name: string): Promise<readonly JsonMember[]>
}

interface Found {
  readonly place: Place
  readonly elementKey: string
}

export function createTransformations(deps: VdrDependencies): Transformations {
  const { store, index } = deps

  async function find(caller: Caller, { at, element }: TransformationPlace): Promise<Found> {
    const place = await placeOf(store, caller, at)
    const elementKey =
      place.instance?.elementKey ?? (await elementKeyOf(deps, caller, element ?? ''))
    return { place, elementKey }
  }

  async function writable(caller: Caller, where: TransformationPlace): Promise<Found> {
    const found = await find(caller, where)
    assertMayChange(caller, found.place)
    return found
  }

  async function change<T>(caller: Caller, work: (vdrs: VdrStore) => Promise<T>): Promise<T> {
    const result = await store.vdrs.atomically(work)
    index.forget(caller.scope.organizationId)
    return result
  }

  async function shown(caller: Caller, found: Found, rows: readonly StoredTransformation[]) {
    const [elementId] = await elementIdsOf(deps, caller, [found.elementKey])
    const defined = await store.vdrs.definitions(scopeOf(caller.scope, found.place), {
      vdrId: rows[0]?.vdrId ?? 0,
    })
    const ids = new Map(
      defined.flatMap(({ fields }) => fields.map((field) => [String(field['path']), field['id']])),
    )
    return presentTransformation(rows, { elementId, ids })
  }

  async function shownByName(caller: Caller, found: Found, name: string): Promise<JsonMember> {
    const rows = await rowsAt(store.vdrs, caller, found, name)
    if (rows.length === 0) throw noTransformation(found, name)
    return shown(caller, found, rows)
  }

  async function put(
    caller: Caller,
    where: TransformationPlace,
    name: string,
    body: unknown,
    check: (found: Found, row: StoredTransformation | undefined) => void,
  ): Promise<JsonMember> {
    const found = await writable(caller, where)
    await change(caller, async (vdrs) => {
      const [row] = await ownRows(vdrs, caller, found, name)
      check(found, row)
      await write(vdrs, caller, found, { name, body, row })
    })
    return shownByName(caller, found, name)
  }

  return {
    async list(caller, where) {
      const found = await find(caller, where)
      const byName = Map.groupBy(await rowsAt(store.vdrs, caller, found), (row) => row.objectName)
      if (byName.size === 0) throw new ValenceError('nothing_found', 'No transformations found')
      const entries = [...byName].map(
        async ([name, rows]) => [name, await shown(caller, found, rows)] as const,
      )
      return Object.fromEntries(await Promise.all(entries))
    },
    get: async (caller, where, name) => shownByName(caller, await find(caller, where), name),
    create: (caller, where, name, body) =>
      put(caller, where, name, body, (found, row) => {
        if (row) throw transformationTaken(found, name)
      }),
    replace: (caller, where, name, body) =>
      put(caller, where, name, body, (found, row) => {
        if (!row) throw noTransformation(found, name)
      }),
    put: (caller, where, name, body) => put(caller, where, name, body, () => {}),
    async delete(caller, where, name, propagates) {
      const found = await writable(caller, where)
      await change(caller, async (vdrs) => {
        const [row] = await ownRows(vdrs, caller, found, name)
        if (!row) throw noTransformation(found, name)
        await remove(vdrs, caller, found, row, propagates)
      })
    },
    async deleteAll(caller, where, propagates) {
      const found = await writable(caller, where)
      await change(caller, async (vdrs) => {
        for (const row of await ownRows(vdrs, caller, found)) {
          await remove(vdrs, caller, found, row, propagates)
        }
      })
    },
    async ofObject(caller, at, name) {
      const place = await placeOf(store, caller, at)
      const rows = await store.vdrs.transformations(caller.scope, { objectName: name, place })
      return Promise.all(rows.map((row) => describeTransformation(deps, caller, place, row)))
    },
  }
}

function ownRows(
  vdrs: VdrStore,
  { scope }: Caller,
  { place, elementKey }: Found,
  objectName?: string,
) {
  return vdrs.transformations(scope, {
    ...(objectName === undefined ? {} : { objectName }),
    elementKey,
    place,
  })
}

/** A level by itself; in an organization of version 1, with what is above it. */
async function rowsAt(
  vdrs: VdrStore,
  caller: Caller,
  found: Found,
  objectName?: string,
): Promise<readonly StoredTransformation[]> {
  if (caller.organization.vdrVersion === 'v2') return ownRows(vdrs, caller, found, objectName)
  const { place, elementKey } = found
  const rows = await vdrs.transformations(scopeOf(caller.scope, place), {
    ...(objectName === undefined ? {} : { objectName }),
    elementKey,
    forInstance: place.instanceId ?? 0,
  })
  return rows.filter((row) => row.accountId === null || row.accountId === place.accountId)
}

async function write(
  vdrs: VdrStore,
  { scope }: Caller,
  { place, elementKey }: Found,
  { name, body, row }: { name: string; body: unknown; row: StoredTransformation | undefined },
): Promise<void> {
  const defined = (
    await vdrs.definitions(scopeOf(scope, place), {
      objectName: name,
      ...(place.instanceId === null ? {} : { forInstance: place.instanceId }),
    })
  ).filter((one) => one.instanceId === null || one.instanceId === place.instanceId)
  const [definition] = defined
  if (!definition) throw undefinedObject(name)
  const paths = new Map(
    defined.flatMap(({ fields }) => fields.map((field) => [field['id'], String(field['path'])])),
  )
  const said = readTransformation(body, (id) => paths.get(id))
  if (row && !row.isLegacy && said.isLegacy && row.script) throw noWayBack(name)
  const input = toRow(said, place.level, row)
  if (row) await vdrs.updateTransformation(scope, row.id, input)
  else await vdrs.createTransformation(scope, definition.vdrId, { ...place, elementKey }, input)
}

async function remove(
  vdrs: VdrStore,
  { scope }: Caller,
  { place, elementKey }: Found,
  { vdrId, id }: StoredTransformation,
  propagates: boolean,
): Promise<void> {
  if (propagates && place.level !== 'instance') {
    const below = place.accountId === null ? scope : { ...scope, accountId: place.accountId }
    await vdrs.deleteTransformations(below, { vdrId, elementKey })
  }
  await vdrs.deleteTransformations(scope, { id })
  await vdrs.prune(scope, vdrId)
}

/** Is this the body of a transformation that says which object it is for? */
export function namedBody(body: unknown): JsonMember {
  if (isObject(body)) return body
  throw new ValenceError('invalid_request', 'body: a transformation belongs here.')
}
