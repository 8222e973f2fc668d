/** Definitions of virtual data resources at one level: `/organizations/objects/…`, `/accounts/…`, `/instances/…`. */
import { ValenceError } from '../../lib/errors.ts'
import type { JsonMember, StoredDefinition, VdrStore } from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import { isObject } from '../json-path.ts'
import type { VdrDependencies } from './dependencies.ts'
import { assertMayChange, type Place, type PlaceRequest, placeOf, scopeOf } from './places.ts'
import { presentDefinition } from './present.ts'
import { readDefinitionFields, readName } from './read-input.ts'
import { definitionInput, moveName, withFieldIds } from './write-rows.ts'

/** What the routes of a level call. Every function checks that the caller sees the place, and may change it. */
export interface Definitions {
  /** By name. @throws {ValenceError} `nothing_found` when there is none: clients take that for an empty map. */
  list(caller: Caller, at: PlaceRequest): Promise<Record<string, JsonMember>>
  get(caller: Caller, at: PlaceRequest, name: string): Promise<JsonMember>
  /** @throws {ValenceError} `conflict` when it is there: clients go on with PUT. */
  create(caller: Caller, at: PlaceRequest, name: string, body: unknown): Promise<JsonMember>
  /** All or none. @throws {ValenceError} `conflict` as `create`. */
  createMany(caller: Caller, at: PlaceRequest, body: unknown): Promise<Record<string, JsonMember>>
  /** @throws {ValenceError} `not_found` when it is not there: clients go on with POST. */
  replace(caller: Caller, at: PlaceRequest, name: string, body: unknown): Promise<JsonMember>
  /** With its transformations at this level. */
  rename(caller: Caller, at: PlaceRequest, name: string, body: unknown): Promise<JsonMember>
  /** @throws {ValenceError} `conflict` while it has transformations at this level. */
  delete(caller: Caller, at: PlaceRequest, name: string): Promise<void>
  deleteAll(caller: Caller, at: PlaceRequest): Promise<void>
}

export function createDefinitions(deps: VdrDependencies): Definitions {
  const { store, index } = deps

  async function writable(caller: Caller, at: PlaceRequest): Promise<Place> {
    const place = await placeOf(store, caller, at)
    assertMayChange(caller, place)
    return place
  }

  async function change<T>(caller: Caller, work: (vdrs: VdrStore) => Promise<T>): Promise<T> {
    const result = await store.vdrs.atomically(work)
    index.forget(caller.scope.organizationId)
    return result
  }

  async function shown(caller: Caller, place: Place, name: string): Promise<JsonMember> {
    const rows = await rowsAt(store.vdrs, caller, place, name)
    if (rows.length === 0) throw absent(place, name)
    return presentDefinition(rows, caller.scope.organizationId)
  }

  return {
    async list(caller, at) {
      const place = await placeOf(store, caller, at)
      const byName = Map.groupBy(await rowsAt(store.vdrs, caller, place), (row) => row.objectName)
      if (byName.size === 0) throw new ValenceError('nothing_found', 'No object definitions found')
      const shownRows = [...byName].map(
        ([name, rows]) => [name, presentDefinition(rows, caller.scope.organizationId)] as const,
      )
      return Object.fromEntries(shownRows)
    },
    get: async (caller, at, name) => shown(caller, await placeOf(store, caller, at), name),
    async create(caller, at, name, body) {
      const place = await writable(caller, at)
      await change(caller, (vdrs) => createOne(vdrs, caller, place, readName(name), body))
      return shown(caller, place, name)
    },
    async createMany(caller, at, body) {
      const place = await writable(caller, at)
      if (!isObject(body))
        throw new ValenceError(
          'invalid_request',
          'body: a map of definitions by name belongs here.',
        )
      const names = Object.keys(body)
      await change(caller, async (vdrs) => {
        for (const name of names) await createOne(vdrs, caller, place, readName(name), body[name])
      })
      const made = await Promise.all(names.map((name) => shown(caller, place, name)))
      return Object.fromEntries(names.map((name, i) => [name, made[i] as JsonMember]))
    },
    async replace(caller, at, name, body) {
      const place = await writable(caller, at)
      const fields = readDefinitionFields(body)
      await change(caller, async (vdrs) => {
        const row = await rowAt(vdrs, caller, place, name)
        if (!row) throw absent(place, name)
        const { scope, user } = caller
        await vdrs.updateDefinition(scope, row.id, {
          ...definitionInput(body, user.id, row),
          fields: await withFieldIds(vdrs, fields, row.fields),
        })
      })
      return shown(caller, place, name)
    },
    async rename(caller, at, name, body) {
      const place = await writable(caller, at)
      const to = readName(isObject(body) ? (body['objectName'] ?? body['name']) : undefined)
      await change(caller, async (vdrs) => {
        const row = await rowAt(vdrs, caller, place, name)
        if (!row) throw absent(place, name)
        await moveName(vdrs, caller.scope, row, to, place)
      })
      return shown(caller, place, to)
    },
    async delete(caller, at, name) {
      const place = await writable(caller, at)
      await change(caller, async (vdrs) => {
        const row = await rowAt(vdrs, caller, place, name)
        if (!row) throw absent(place, name)
        await deleteRow(vdrs, caller, place, row)
      })
    },
    async deleteAll(caller, at) {
      const place = await writable(caller, at)
      await change(caller, async (vdrs) => {
        for (const row of await vdrs.definitions(caller.scope, { place })) {
          await deleteRow(vdrs, caller, place, row)
        }
      })
    },
  }
}

/** A level by itself; in an organization of version 1, with what is above it. */
async function rowsAt(
  vdrs: VdrStore,
  { scope, organization }: Caller,
  place: Place,
  objectName?: string,
): Promise<readonly StoredDefinition[]> {
  const filter = objectName === undefined ? {} : { objectName }
  if (organization.vdrVersion === 'v2') return vdrs.definitions(scope, { ...filter, place })
  const all = await vdrs.definitions(scopeOf(scope, place), {
    ...filter,
    forInstance: place.instanceId ?? 0,
  })
  return all.filter((row) => row.accountId === null || row.accountId === place.accountId)
}

async function rowAt(vdrs: VdrStore, { scope }: Caller, place: Place, objectName: string) {
  return (await vdrs.definitions(scope, { objectName, place }))[0]
}

async function createOne(
  vdrs: VdrStore,
  caller: Caller,
  place: Place,
  name: string,
  body: unknown,
): Promise<void> {
  const { scope, user } = caller
  const fields = readDefinitionFields(body)
  if (await rowAt(vdrs, caller, place, name)) {
    throw new ValenceError(
      'conflict',
      `'${name}' is defined at the level of the ${place.level} already. PUT replaces it.`,
    )
  }
  const vdr = await vdrs.ensure(scope, name)
  await vdrs.createDefinition(scope, vdr.id, place, {
    ...definitionInput(body, user.id),
    fields: await withFieldIds(vdrs, fields, []),
  })
}

async function deleteRow(
  vdrs: VdrStore,
  { scope }: Caller,
  place: Place,
  { vdrId, objectName }: StoredDefinition,
): Promise<void> {
  const mapped = await vdrs.transformations(scope, { vdrId, place })
  if (mapped.length > 0) {
    const keys = [...new Set(mapped.map(({ elementKey }) => elementKey))].join(', ')
    throw new ValenceError(
      'conflict',
      `'${objectName}' has transformations at the level of the ${place.level} (${keys}). Delete them first, or everything ` +
        `with DELETE /common-resources/${objectName}?force=true.`,
    )
  }
  await vdrs.deleteDefinitions(scope, { vdrId, place })
  await vdrs.prune(scope, vdrId)
}

function absent(place: Place, name: string): ValenceError {
  return new ValenceError(
    'not_found',
    `'${name.slice(0, 200)}' is not defined at the level of the ${place.level}.`,
  )
}
