/** Parts of elements: of an organization's own anything, of the catalogue's what an account may lay over it. */

import { hubPath } from '../../catalog/compile-resource.ts'
import {
  changeParts,
  type PartPlace,
  partsAt,
  partWith,
  withoutIds,
} from '../../catalog/edit-parts.ts'
import { extensibleLists, resourceIdentity } from '../../catalog/extend.ts'
import { isJsonObject, type JsonObject, objectsOf } from '../../catalog/json.ts'
import { catalogueAccountId, withWireIds } from '../../catalog/wire-ids.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { Caller } from '../caller.ts'
import type { ElementBuilder, PartName } from './builder-port.ts'
import type { KnownElement } from './elements-port.ts'
import { requireElement } from './require-element.ts'
import { type BuilderDependencies, changeLayer } from './write-layer.ts'

type PartBuilder = Pick<ElementBuilder, 'addPart' | 'replacePart' | 'removePart' | 'setModel'>

const nouns = {
  configuration: 'configuration entry',
  parameters: 'parameter',
  hooks: 'hook',
  resources: 'resource',
  objects: 'object',
  fields: 'field',
  models: 'model',
} as const

export function partBuilder(deps: BuilderDependencies): PartBuilder {
  const change = async (
    caller: Caller,
    keyOrId: string,
    place: PartPlace,
    edit: (layer: JsonObject, element: KnownElement) => JsonObject,
  ) => {
    const first = await requireElement(deps, caller, keyOrId)
    assertExtensible(first, place)
    let element = first
    const find = async () => {
      element = await requireElement(deps, caller, first.definition.id)
      return element
    }
    await changeLayer(deps, caller, find, (layer) =>
      edit(withOwner(layer, element, place), element),
    )
  }

  return {
    async addPart(caller, keyOrId, place, body) {
      const [id] = (await deps.store.elements.nextPartIds(1)) as [number]
      const part = { id, ...readPart(body, place) }
      await change(caller, keyOrId, place, (layer, { definition }) =>
        changeParts(layer, place, (parts) => {
          assertNew(parts, part, place, definition.hub)
          return [...parts, part]
        }),
      )
      return id
    },
    async replacePart(caller, keyOrId, place, name, body) {
      let id = 0
      await change(caller, keyOrId, place, (layer, element) => {
        const former = partNamed(layer, element, place, name)
        id = former.id as number
        const part = { ...readPart(body, place), id, ...(typeof name === 'object' ? name : {}) }
        assertHookStyle(former, part, place)
        return changeParts(layer, place, (parts) =>
          parts.some((one) => one.id === id)
            ? parts.map((one) => (one.id === id ? part : one))
            : [...parts, part],
        )
      })
      return id
    },
    removePart: (caller, keyOrId, place, name) =>
      change(caller, keyOrId, place, (layer, element) => {
        const { id } = partNamed(layer, element, place, name, { isRemoved: true })
        return changeParts(layer, place, (parts) => parts.filter((one) => one.id !== id))
      }),
    async setModel(caller, keyOrId, resourceId, body) {
      const place: PartPlace = { list: 'resources' }
      if (body !== undefined && !isJsonObject(body)) throw noObject('model')
      await change(caller, keyOrId, place, (layer, element) => {
        partNamed(layer, element, place, resourceId)
        return changeParts(layer, place, (parts) =>
          parts.map((one) => (one.id === resourceId ? withModel(one, body) : one)),
        )
      })
    },
  }
}

function withModel(
  { model: _, ...resource }: JsonObject,
  model: JsonObject | undefined,
): JsonObject {
  return model === undefined ? resource : { ...resource, model }
}

/** @throws {ValenceError} `forbidden`: the catalogue's elements have no such parts of an account's own. */
function assertExtensible(
  { isPrivate, definition }: KnownElement,
  { list, within }: PartPlace,
): void {
  const outer = within?.list ?? list
  if (isPrivate || (extensibleLists as readonly string[]).includes(outer)) return
  throw new ValenceError(
    'forbidden',
    `'${definition.key}' is an element of the catalogue: its ${outer} can't be changed or added to. You can add resources, configuration, objects and models of your own, or make it yours with POST /elements/${definition.key}/clone.`,
  )
}

/**
 * The layer with the part that a place is within. A field can be added to an object of the catalogue: then the layer gets
 * an object of that name, which holds nothing but what is added.
 */
function withOwner(layer: JsonObject, element: KnownElement, { within }: PartPlace): JsonObject {
  if (!within || partWith(layer, within)) return layer
  const shown =
    partWith(element.definition as unknown as JsonObject, within) ?? numbered(element, within)
  if (!shown || element.isPrivate) throw noPart(within.list, within.id)
  if (within.list === 'resources') throw notYours('resources', within.id)
  const own = objectsOf(layer[within.list]).find(({ name }) => name === shown.name)
  const id = within.id
  const others = objectsOf(layer[within.list]).filter((one) => one !== own)
  // It has the id of the catalogue's: whoever reads the object sees one, and names it by that.
  return {
    ...layer,
    [within.list]: [...others, { ...own, name: shown.name, fields: own?.fields ?? [], id }],
  }
}

/** A part of an element of the catalogue as it ships. */
function numbered({ shipped, definition }: KnownElement, within: NonNullable<PartPlace['within']>) {
  if (!shipped) return undefined
  const whole = withWireIds({ ...shipped, id: definition.id }, catalogueAccountId)
  return partWith(whole as unknown as JsonObject, within)
}

function readPart(body: unknown, { list }: PartPlace): JsonObject {
  if (!isJsonObject(body)) throw noObject(nouns[list])
  return withoutIds(body)
}

/** The part of the layer that is meant; a configuration entry of the catalogue is one to be replaced, not to be removed. */
function partNamed(
  layer: JsonObject,
  element: KnownElement,
  place: PartPlace,
  name: PartName,
  { isRemoved = false } = {},
): JsonObject {
  const isMeant = (part: JsonObject) =>
    typeof name === 'number' ? part.id === name : part.key === name.key
  const own = partsAt(layer, place)?.find(isMeant)
  if (own) return own
  const shown = typeof name === 'number' ? name : name.key
  const theirs = partsAt(presentedLists(element), place)?.find(isMeant)
  if (!theirs) throw noPart(place.list, shown)
  if (place.list !== 'configuration' || isRemoved) throw notYours(place.list, shown)
  return { ...theirs }
}

function presentedLists({ definition, shipped }: KnownElement): JsonObject {
  const whole = { ...(shipped ?? definition), id: definition.id }
  return withWireIds(whole, catalogueAccountId) as unknown as JsonObject
}

/** @throws {ValenceError} `conflict` for a part that would stand beside another of the same name. */
function assertNew(
  parts: readonly JsonObject[],
  part: JsonObject,
  { list }: PartPlace,
  hub: string,
): void {
  const identify = identities[list]
  if (!identify) return
  const same = parts.find((one) => identify(one, hub) === identify(part, hub))
  if (!same) return
  throw new ValenceError(
    'conflict',
    `There is such a ${nouns[list]} already (${identify(same, hub)}), with the id ${same.id}. PUT replaces it.`,
  )
}

const identities: Partial<Record<PartPlace['list'], (part: JsonObject, hub: string) => string>> = {
  configuration: ({ key }) => String(key),
  resources: ({ method, path, type = 'api' }, hub) =>
    resourceIdentity({
      method: String(method).toUpperCase(),
      path: hubPath(String(path).trim(), hub),
      type,
    }),
  objects: ({ name }) => String(name),
  models: ({ name }) => String(name),
}

/** The style of before is for hooks of before: what was rewritten is not turned back. */
function assertHookStyle(former: JsonObject, part: JsonObject, { list }: PartPlace): void {
  if (list !== 'hooks' || part.isLegacy !== true || former.isLegacy === true) return
  throw new ValenceError(
    'invalid_request',
    "/isLegacy: a hook that answers with done() can't become a legacy one. Make a new hook.",
  )
}

function noObject(noun: string): ValenceError {
  return new ValenceError('invalid_request', `A ${noun} is a JSON object; this body is not.`)
}

function noPart(list: PartPlace['list'], name: string | number): ValenceError {
  return new ValenceError('not_found', `The element has no ${nouns[list]} '${name}'.`)
}

/** Clients expect 404 for what is the vendor's. */
function notYours(list: PartPlace['list'], name: string | number): ValenceError {
  return new ValenceError(
    'not_found',
    `The ${nouns[list]} '${name}' belongs to the catalogue, which is never changed; it is none of your own. POST one of the same name to lay yours over it.`,
  )
}
