/** Parts of an element and their lists: how one is found, added, replaced and removed in a definition. */
import { type JsonObject, objectsOf } from './json.ts'

/** Lists of an element whose parts have lists of their own. */
export type OwnerList = 'resources' | 'objects' | 'models'

/** A list of parts: of the element, or of one of its parts. */
export interface PartPlace {
  readonly list: 'configuration' | 'parameters' | 'hooks' | 'fields' | OwnerList
  readonly within?: { readonly list: OwnerList; readonly id: number }
}

type Parts = readonly JsonObject[]

/** The parts at a place. @returns `undefined` when the part they should be within is not there. */
export function partsAt(definition: JsonObject, { list, within }: PartPlace): Parts | undefined {
  const owner = within ? partWith(definition, within) : definition
  return owner && objectsOf(owner[list])
}

/** The part of a list that has an id. */
export function partWith(
  definition: JsonObject,
  { list, id }: { readonly list: PartPlace['list']; readonly id: number },
): JsonObject | undefined {
  return objectsOf(definition[list]).find((part) => part.id === id)
}

/** The definition with another list at a place. What the place is within must be there. */
export function changeParts(
  definition: JsonObject,
  { list, within }: PartPlace,
  change: (parts: Parts) => Parts,
): JsonObject {
  if (!within) return { ...definition, [list]: change(objectsOf(definition[list])) }
  const inside = (part: JsonObject) =>
    part.id === within.id ? changeParts(part, { list }, change) : part
  return { ...definition, [within.list]: objectsOf(definition[within.list]).map(inside) }
}

/** Members that mean something only where a part was read. */
const staleMembers = new Set([
  'id',
  'elementId',
  'resourceId',
  'ownerAccountId',
  'createdDate',
  'updatedDate',
])

/** A part as a caller sends it, without ids: its own, and those of its parts, are ours to give. */
export function withoutIds(part: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name, value]) => value !== null && !staleMembers.has(name))
      .map(([name, value]) => [name, nestedLists.has(name) ? listWithoutIds(value) : value]),
  )
}

const nestedLists = new Set(['parameters', 'hooks', 'fields'])

function listWithoutIds(list: unknown): unknown {
  if (!Array.isArray(list)) return list
  return list.map((member) =>
    member !== null && typeof member === 'object' ? withoutIds(member as JsonObject) : member,
  )
}
