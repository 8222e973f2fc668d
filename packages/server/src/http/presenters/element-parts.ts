/** The parts of an element as the wire shows them. */
import { type PartPlace, partsAt } from '../../catalog/edit-parts.ts'
import type { ElementDefinition } from '../../catalog/format.ts'
import type { JsonObject } from '../../catalog/json.ts'
import { presentElement } from '../../catalog/present.ts'
import type { KnownElement } from '../../runtime/elements/elements-port.ts'
import { notFound } from '../schemas.ts'

/** Ids below are the catalogue's. */
const firstOwnId = 1_000_000_000

/**
 * The parts at a place.
 *
 * @param options.accountOnly - Of an element of the catalogue only what the caller's account added; all of a private one.
 * @throws {ValenceError} `not_found` when the part they should be within is not there.
 */
export function presentParts(
  element: KnownElement,
  place: PartPlace,
  { accountOnly = false } = {},
): readonly JsonObject[] {
  const isOwnOnly = accountOnly && !element.isPrivate
  const shown = presentElement(isOwnOnly && !place.within ? ownPart(element) : element.definition)
  const parts = partsAt(shown, place)
  if (!parts) throw notFound(place.within?.list.slice(0, -1) ?? 'part', place.within?.id ?? '')
  return isOwnOnly && place.within ? parts.filter(({ id }) => Number(id) >= firstOwnId) : parts
}

/** One part. @throws {ValenceError} `not_found`. */
export function presentPart(element: KnownElement, place: PartPlace, id: number): JsonObject {
  const part = presentParts(element, place).find((one) => one.id === id)
  if (part) return part
  // An object that joins one of the catalogue is shown under the catalogue's id, and still known by its own.
  const own = place.within ? undefined : partsAt(presentElement(ownPart(element)), place)
  const found = own?.find((one) => one.id === id)
  if (found === undefined) throw notFound(place.list.replace(/s$/, ''), id)
  return found
}

function ownPart({ definition, extension }: KnownElement): ElementDefinition {
  const { id, key, name, hub } = definition
  return { id, key, name, hub, ...extension }
}
