/**
 * Which elements there are for whom.
 *
 *     catalogue    in memory from the start, the same for everybody
 *     index        what an organization has of its own: one statement, kept until something of it changes
 *     layers       definitions of its own, opened and checked, by id and version, kept while there is room
 *
 * A change drops the index of its organization. Layers need no dropping: another version is another layer.
 */
import { LRUCache } from 'lru-cache'
import type { Catalogue, CatalogueElement } from '../../catalog/catalogue.ts'
import type { ElementDefinition } from '../../catalog/format.ts'
import type { ElementHead, Store } from '../../store/store.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Elements, KnownElement, ListedElement, Viewer } from './elements-port.ts'
import { createLayers, type Layers } from './layers.ts'

export interface ElementsDependencies {
  readonly catalogue: Catalogue
  readonly store: Pick<Store, 'elements' | 'onChange'>
  readonly vault: Pick<Vault, 'open'>
}

/** What an organization has of its own, ready to be looked up. */
interface Index {
  readonly own: readonly ElementHead[]
  readonly byKey: ReadonlyMap<string, ElementHead>
  readonly byId: ReadonlyMap<string, ElementHead>
  /** `account base` -> the extension. */
  readonly extensions: ReadonlyMap<string, ElementHead>
}

const maxOrganizations = 2_000

export function createElements(deps: ElementsDependencies): Elements {
  const { catalogue, store } = deps
  const indexes = new LRUCache<number, Promise<Index>>({ max: maxOrganizations })
  const layers = createLayers(deps)
  const forget = (organizationId: number) => void indexes.delete(organizationId)
  const stop = store.onChange((change) => {
    if (change.kind === 'all') indexes.clear()
    else if (change.kind === 'elements') forget(change.id)
  })

  // The promise is kept from the start: a change that comes while it is read removes it, and the next asks again.
  function indexOf(organizationId: number): Promise<Index> {
    const known = indexes.get(organizationId)
    if (known) return known
    const reading = store.elements.heads({ organizationId }).then(toIndex)
    indexes.set(organizationId, reading)
    reading.catch(() => {
      if (indexes.peek(organizationId) === reading) forget(organizationId)
    })
    return reading
  }

  /** An element of the catalogue as an account sees it. */
  async function extended(
    element: CatalogueElement,
    viewer: Viewer,
    index: Index,
  ): Promise<KnownElement> {
    const head = index.extensions.get(`${viewer.accountId} ${element.definition.id}`)
    return (head && (await layers.extension(head, element))) ?? asItShips(element)
  }

  return {
    hubs: catalogue.hubs,
    modelsOf: catalogue.modelsOf,
    async find(viewer, keyOrId) {
      const name = String(keyOrId)
      const shipped = catalogue.byKeyOrId(name)
      if (!viewer) return shipped && asItShips(shipped)
      const index = await indexOf(viewer.organizationId)
      const own = index.byKey.get(name) ?? (shipped ? undefined : index.byId.get(name))
      if (own) return layers.own(own)
      return shipped && extended(shipped, viewer, index)
    },
    async ofInstance(instance) {
      const { elementId, elementKey } = instance
      const index = await indexOf(instance.organizationId)
      const own = index.byId.get(String(elementId))
      if (own) return layers.own(own)
      const shipped = catalogue.byId(elementId) ?? catalogue.byKeyOrId(elementKey)
      return shipped && extended(shipped, instance, index)
    },
    async list(viewer) {
      if (!viewer) return catalogue.list().map(listedAsItShips)
      const index = await indexOf(viewer.organizationId)
      const shipped = catalogue.list().map((element): ListedElement => {
        const isExtended = index.extensions.has(`${viewer.accountId} ${element.definition.id}`)
        return {
          head: isExtended ? { ...element.definition, extended: true } : element.definition,
          open: () => extended(element, viewer, index),
        }
      })
      return [...shipped, ...index.own.map((head) => listedOwn(head, layers))]
    },
    forget,
    close: stop,
  }
}

function toIndex(heads: readonly ElementHead[]): Index {
  const own = heads.filter(({ baseId }) => baseId === null)
  const extensions = heads.filter(({ baseId }) => baseId !== null)
  return {
    own,
    byKey: new Map(own.map((head) => [head.key, head])),
    byId: new Map(own.map((head) => [String(head.id), head])),
    extensions: new Map(extensions.map((head) => [`${head.accountId} ${head.baseId}`, head])),
  }
}

const shippedElements = new WeakMap<CatalogueElement, KnownElement>()

function asItShips(element: CatalogueElement): KnownElement {
  const known = shippedElements.get(element)
  if (known) return known
  const { id = 0 } = element.definition
  const shipped = {
    ...element,
    // An element of the catalogue has an id; only tests make some without.
    definition:
      element.definition.id === undefined
        ? { ...element.definition, id }
        : (element.definition as KnownElement['definition']),
    isPrivate: false,
    shipped: element.definition,
    row: undefined,
    extension: undefined,
  }
  shippedElements.set(element, shipped)
  return shipped
}

function listedAsItShips(element: CatalogueElement): ListedElement {
  return { head: element.definition, open: async () => asItShips(element) }
}

function listedOwn(head: ElementHead, layers: Layers): ListedElement {
  const { id, key } = head
  return {
    head: { ...(head.head as unknown as ElementDefinition), id, key, private: true },
    open: () => layers.own(head),
  }
}
