/** Virtual data resources as a whole (version 2): `/vdrs`. What a caller sees is their account's, over all levels. */
import { ValenceError } from '../../lib/errors.ts'
import type { Scope } from '../../store/store.ts'
import type {
  JsonMember,
  StoredDefinition,
  StoredTransformation,
  Vdr,
  VdrStore,
} from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import { isObject } from '../json-path.ts'
import { elementIdsOf, type VdrDependencies } from './dependencies.ts'
import { defaultPlace, splitByPlace } from './levelled.ts'
import { mayChange, type Place } from './places.ts'
import { byLevel, presentFields } from './present.ts'
import { readDefinitionFields, readName } from './read-input.ts'
import { definitionInput, withFieldIds } from './write-rows.ts'

/** A resource, and whether fields were ignored because their level is not the caller's to change. */
export interface Written {
  readonly vdr: JsonMember
  readonly ignored: readonly string[]
}

/** A resource with its rows, as a caller sees them. */
export interface SeenVdr {
  readonly vdr: Vdr
  readonly definitions: readonly StoredDefinition[]
  readonly transformations: readonly StoredTransformation[]
}

/** What a caller sees: also an administrator sees one account at a time, their own. */
export function ownScope({ scope, user }: Caller): Scope {
  return { organizationId: scope.organizationId, accountId: user.accountId }
}

/** Every resource the caller sees, by id. */
export async function seeAll({ vdrs }: { vdrs: VdrStore }, caller: Caller): Promise<SeenVdr[]> {
  const scope = ownScope(caller)
  const [all, definitions, transformations] = await Promise.all([
    vdrs.list(scope),
    vdrs.definitions(scope, {}),
    vdrs.transformations(scope, {}),
  ])
  const defined = Map.groupBy(definitions, ({ vdrId }) => vdrId)
  const mapped = Map.groupBy(transformations, ({ vdrId }) => vdrId)
  return all.map((vdr) => ({
    vdr,
    definitions: defined.get(vdr.id) ?? [],
    transformations: mapped.get(vdr.id) ?? [],
  }))
}

/** One resource. @throws {ValenceError} `not_found` */
export async function seeOne(
  vdrs: VdrStore,
  caller: Caller,
  by: { id: number } | { objectName: string },
): Promise<SeenVdr> {
  const scope = ownScope(caller)
  const vdr = await vdrs.find(scope, by)
  if (!vdr) throw absent('id' in by ? by.id : by.objectName)
  const [definitions, transformations] = await Promise.all([
    vdrs.definitions(scope, { vdrId: vdr.id }),
    vdrs.transformations(scope, { vdrId: vdr.id }),
  ])
  return { vdr, definitions, transformations }
}

/** By name or, where there is none of that name, by id. @throws {ValenceError} `not_found` */
export async function seeNamed(vdrs: VdrStore, caller: Caller, nameOrId: string): Promise<SeenVdr> {
  const named = await vdrs.find(ownScope(caller), { objectName: nameOrId })
  if (named || !/^\d{1,9}$/.test(nameOrId)) return seeOne(vdrs, caller, { objectName: nameOrId })
  return seeOne(vdrs, caller, { id: Number(nameOrId) })
}

/** A resource as `/vdrs` shows it. */
export async function presentVdr(
  deps: VdrDependencies,
  caller: Caller,
  seen: SeenVdr,
): Promise<JsonMember> {
  const { vdr, definitions, transformations } = seen
  const top = byLevel(definitions)[0]
  const { organizationId } = caller.scope
  return {
    id: vdr.id,
    objectName: vdr.objectName,
    ...(top?.description ? { description: top.description } : {}),
    companyId: organizationId,
    accountId: top?.accountId ?? caller.user.accountId,
    userId: top?.userId ?? caller.user.id,
    createdDate: vdr.createdDate,
    vdrShared: top?.shared ?? false,
    ...(top?.shareLevel ? { vdrShareLevel: top.shareLevel } : {}),
    mappedElementIds: await elementIdsOf(
      deps,
      caller,
      transformations.map(({ elementKey }) => elementKey),
    ),
    fields: presentFields(definitions, organizationId, 'place'),
  }
}

/** How a definition is written: `create` is refused where there is one, the others replace what the caller may change. */
export type WriteMode = 'create' | 'replace' | 'upsert'

/**
 * Write a definition with the levels of its fields.
 *
 * @param fallback - Where fields without a level go.
 * @returns The resource's row, and paths that were ignored.
 */
export async function writeDefinition(
  { store }: Pick<VdrDependencies, 'store'>,
  vdrs: VdrStore,
  caller: Caller,
  input: { name: string; body: unknown; mode: WriteMode; fallback?: Place },
): Promise<{ vdr: Vdr; ignored: string[] }> {
  const fields = readDefinitionFields(input.body)
  const fallback = input.fallback ?? defaultPlace(caller)
  const { places, ignored } = await splitByPlace(store, caller, fields, fallback)
  const wanted =
    places.length > 0 || ignored.length > 0 ? places : [{ place: fallback, entries: [] }]
  const date = isObject(input.body) ? readDate(input.body['createdDate']) : undefined
  const vdr = await vdrs.ensure(caller.scope, input.name, date)
  const before = await vdrs.definitions(ownScope(caller), { vdrId: vdr.id })
  const rowAt = (place: { accountId: number | null; instanceId: number | null }) =>
    before.find((row) => row.accountId === place.accountId && row.instanceId === place.instanceId)
  for (const { place, entries } of wanted) {
    const row = rowAt(place)
    if (row && input.mode === 'create') throw taken(input.name, place)
    const values = {
      ...definitionInput(input.body, caller.user.id, row),
      fields: await withFieldIds(vdrs, entries, row?.fields ?? []),
    }
    if (row) await vdrs.updateDefinition(caller.scope, row.id, values)
    else await vdrs.createDefinition(caller.scope, vdr.id, place, values)
  }
  if (input.mode === 'replace') await emptyOthers(vdrs, caller, before, wanted)
  await vdrs.prune(caller.scope, vdr.id)
  const known = new Set(before.flatMap((row) => row.fields.map(({ path }) => path)))
  return {
    vdr,
    ignored: ignored.map(({ path }) => String(path)).filter((path) => !known.has(path)),
  }
}

/** Levels that a whole replacement does not name any more have no fields any more. */
async function emptyOthers(
  vdrs: VdrStore,
  caller: Caller,
  before: readonly StoredDefinition[],
  wanted: readonly { readonly place: Place }[],
): Promise<void> {
  for (const row of before) {
    const isNamed = wanted.some(
      ({ place }) => place.accountId === row.accountId && place.instanceId === row.instanceId,
    )
    const level =
      row.instanceId !== null ? 'instance' : row.accountId === null ? 'organization' : 'account'
    if (!isNamed && mayChange(caller, level)) {
      await vdrs.updateDefinition(caller.scope, row.id, { fields: [] })
    }
  }
}

/** A moment as exports write it; anything else counts as not said. */
function readDate(value: unknown): string | undefined {
  return typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/.test(value)
    ? value
    : undefined
}

/** The name in a body. */
export function nameIn(body: unknown): string {
  const said: JsonMember = isObject(body) ? body : {}
  return readName(said['objectName'] ?? said['name'] ?? said['vdrName'])
}

/** The failure for a resource the caller does not see. */
export function absent(nameOrId: string | number): ValenceError {
  return new ValenceError(
    'not_found',
    `There is no virtual data resource '${String(nameOrId).slice(0, 200)}'.`,
  )
}

function taken(name: string, { level }: Place): ValenceError {
  return new ValenceError(
    'conflict',
    `'${name}' is defined at the level of the ${level} already. PUT /vdrs/{id} changes it; or use another name.`,
  )
}
