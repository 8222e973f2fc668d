/** The elements that ship with the product, in memory. Elements that tenants make are in the store. */
import { compileElement } from './compile.ts'
import type { ElementDefinition } from './format.ts'
import type { JsonObject } from './json.ts'
import type { ElementPlan } from './plan.ts'

/** A category of elements. */
export interface Hub {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  readonly active: boolean
  readonly videoLink: string
}

/** A picture of an element. */
export interface ElementLogo {
  readonly mediaType: 'image/svg+xml' | 'image/png'
  readonly bytes: Buffer
}

/** One element of the catalogue. */
export interface CatalogueElement {
  readonly definition: ElementDefinition
  /** Its notes for people, Markdown. */
  readonly readme: string | undefined
  readonly logo?: ElementLogo | undefined
  /** The element, ready to run. Compiled when first asked for. */
  plan(): ElementPlan
}

/** The normalised models of the hubs: JSON Schema by object, by hub. */
export type HubModels = ReadonlyMap<string, ReadonlyMap<string, JsonObject>>

export interface Catalogue {
  readonly hubs: readonly Hub[]
  /** JSON Schemas of a hub's normalised objects, by object; empty for a hub without. */
  modelsOf(hub: string): ReadonlyMap<string, JsonObject>
  /** By key or id; ids may come as text. A key that looks like a number wins over an id. */
  byKeyOrId(keyOrId: string | number): CatalogueElement | undefined
  byId(id: number): CatalogueElement | undefined
  /** The element's plan; `undefined` when the catalogue has no such element. */
  plan(keyOrId: string | number): ElementPlan | undefined
  /** Every element, by rising id. */
  list(): readonly CatalogueElement[]
  keys(): readonly string[]
  /** The README of an element; `undefined` when there is no such element or it has none. */
  elementReadme(keyOrId: string | number): string | undefined
}

/**
 * @param elements - Normalised; each has an id.
 * @throws {Error} Two elements have one key or one id.
 */
export function createCatalogue(
  hubs: readonly Hub[],
  elements: readonly Omit<CatalogueElement, 'plan'>[],
  models: HubModels = new Map(),
): Catalogue {
  const sorted = elements
    .map(toCatalogueElement)
    .sort((a, b) => (a.definition.id ?? 0) - (b.definition.id ?? 0))
  const byKey = indexBy(sorted, 'key', (definition) => definition.key)
  const byId = indexBy(sorted, 'id', (definition) => String(definition.id))
  const byKeyOrId: Catalogue['byKeyOrId'] = (keyOrId) =>
    byKey.get(String(keyOrId)) ?? byId.get(String(keyOrId))
  return Object.freeze({
    hubs,
    modelsOf: (hub: string) => models.get(hub) ?? new Map<string, JsonObject>(),
    byKeyOrId,
    byId: (id: number) => byId.get(String(id)),
    plan: (keyOrId: string | number) => byKeyOrId(keyOrId)?.plan(),
    list: () => sorted,
    keys: () => [...byKey.keys()],
    elementReadme: (keyOrId: string | number) => byKeyOrId(keyOrId)?.readme,
  })
}

function toCatalogueElement({
  definition,
  readme,
  logo,
}: Omit<CatalogueElement, 'plan'>): CatalogueElement {
  let plan: ElementPlan | undefined
  return Object.freeze({
    definition,
    readme,
    logo,
    plan() {
      plan ??= compileElement(definition)
      return plan
    },
  })
}

function indexBy(
  elements: readonly CatalogueElement[],
  what: string,
  read: (definition: ElementDefinition) => string,
): ReadonlyMap<string, CatalogueElement> {
  const index = new Map<string, CatalogueElement>()
  for (const element of elements) {
    const value = read(element.definition)
    if (index.has(value))
      throw new Error(`Two elements of the catalogue have the ${what} '${value}'.`)
    index.set(value, element)
  }
  return index
}
