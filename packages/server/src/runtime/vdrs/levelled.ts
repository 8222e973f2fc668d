/**
 * Resources of version 2 come as a whole, each field with its level. Here they are taken apart into the rows of their
 * levels; what the caller may not change is left out and said to be ignored.
 */
import type { Store } from '../../store/store.ts'
import type { JsonMember, TransformationInput } from '../../store/vdrs-port.ts'
import { type Level, levels } from '../../transform/transformation.ts'
import type { Caller } from '../caller.ts'
import { everywhere, instancePlace, mayChange, type Place } from './places.ts'
import type { TransformationBody } from './read-input.ts'
import { toRule, toScript } from './transformation-row.ts'
import { withoutPlace } from './write-rows.ts'

/** Entries of one place. */
export interface AtPlace<Entry> {
  readonly place: Place
  readonly entries: readonly Entry[]
}

/** Entries by place, from the highest level down, and those of places the caller may not change. */
export interface Apart<Entry> {
  readonly places: readonly AtPlace<Entry>[]
  readonly ignored: readonly JsonMember[]
}

/** The level at which a caller writes what says none. */
export function defaultPlace(caller: Caller): Place {
  return mayChange(caller, 'organization') ? everywhere : accountPlace(caller)
}

/** The caller's own account. */
export function accountPlace({ user }: Caller): Place {
  return { level: 'account', accountId: user.accountId, instanceId: null }
}

/**
 * Sort entries by the place they name: `level` (or `associatedLevel`), and `associatedId` for instances.
 *
 * @param fallback - Where entries without a level go.
 */
export async function splitByPlace(
  { instances }: Pick<Store, 'instances'>,
  caller: Caller,
  entries: readonly JsonMember[],
  fallback: Place,
): Promise<Apart<JsonMember>> {
  const found = new Map<string, { place: Place; entries: JsonMember[] }>()
  const ignored: JsonMember[] = []
  for (const entry of entries) {
    const place = await placeOfEntry(instances, caller, entry, fallback)
    if (!place || !mayChange(caller, place.level)) {
      ignored.push(entry)
      continue
    }
    const key = `${place.accountId} ${place.instanceId}`
    const known = found.get(key) ?? { place, entries: [] }
    known.entries.push(entry)
    found.set(key, known)
  }
  const rank = ({ place }: { place: Place }) => levels.indexOf(place.level)
  return { places: [...found.values()].sort((a, b) => rank(a) - rank(b)), ignored }
}

async function placeOfEntry(
  instances: Store['instances'],
  caller: Caller,
  entry: JsonMember,
  fallback: Place,
): Promise<Place | undefined> {
  const level = entry['level'] ?? entry['associatedLevel']
  // The platform's own catalogue is the organization's here.
  if (level === 'organization' || level === 'system') return everywhere
  if (level === 'account') return accountPlace(caller)
  if (level !== 'instance') return fallback
  const id = Number(entry['associatedId'] ?? entry['instanceId'])
  const instance = Number.isInteger(id) ? await instances.get(caller.scope, id) : undefined
  return instance && instancePlace(instance)
}

/** A transformation's rows. */
export interface ApartTransformation {
  readonly rows: readonly { readonly place: Place; readonly input: TransformationInput }[]
  readonly ignored: readonly JsonMember[]
}

/**
 * Take a whole transformation apart. Fields and scripts go to their levels; a rule goes with those of its level or, where
 * that level has neither, to the highest: rules of exports name the level of whoever made them.
 */
export async function splitTransformation(
  store: Pick<Store, 'instances'>,
  caller: Caller,
  body: TransformationBody,
  fallback: Place,
): Promise<ApartTransformation> {
  const fields = await splitByPlace(store, caller, body.fields, fallback)
  const scripts = await splitByPlace(store, caller, body.scripts, fallback)
  const places = placesOf([...fields.places, ...scripts.places])
  const isAllIgnored = fields.ignored.length + scripts.ignored.length > 0
  if (places.length === 0 && !isAllIgnored) places.push(fallback)
  const rows = places.map((place, index) => {
    const isHere = (rule: JsonMember) => levelOfRule(rule, places) === (place.level as string)
    const isFirst = places.findIndex(({ level }) => level === place.level) === index
    const [script] = entriesAt(scripts, place)
    const input: TransformationInput = {
      vendorName: body.vendorName ?? null,
      fields: entriesAt(fields, place).map(withoutPlace),
      configuration:
        isFirst || place.level === 'instance' ? body.configuration.filter(isHere).map(toRule) : [],
      script: script ? toScript(script) : null,
      isLegacy: body.isLegacy,
    }
    return { place, input }
  })
  return { rows, ignored: [...fields.ignored, ...scripts.ignored] }
}

function levelOfRule(rule: JsonMember, places: readonly Place[]): Level | undefined {
  const named = places.find(({ level }) => level === rule['level'])
  return (named ?? places[0])?.level
}

function placesOf(parts: readonly AtPlace<JsonMember>[]): Place[] {
  const found = new Map(
    parts.map(({ place }) => [`${place.accountId} ${place.instanceId}`, place] as const),
  )
  return [...found.values()].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
}

function entriesAt({ places }: Apart<JsonMember>, place: Place): readonly JsonMember[] {
  const at = places.find(
    (one) => one.place.accountId === place.accountId && one.place.instanceId === place.instanceId,
  )
  return at?.entries ?? []
}
