/** Definitions that organizations made, opened: in bounded memory, by id and version. */
import { LRUCache } from 'lru-cache'
import type { CatalogueElement } from '../../catalog/catalogue.ts'
import { compileElement } from '../../catalog/compile.ts'
import { type ElementExtension, extendElement } from '../../catalog/extend.ts'
import type { ElementDefinition } from '../../catalog/format.ts'
import { deepFreeze } from '../../catalog/json.ts'
import type { ElementPlan } from '../../catalog/plan.ts'
import { catalogueAccountId, withWireIds } from '../../catalog/wire-ids.ts'
import { sealedColumns } from '../../store/sealed-columns.ts'
import type { ElementHead, Store, StoredElement } from '../../store/store.ts'
import type { Vault } from '../../vault/vault.ts'
import { openValues, sealValues } from '../sealed-configuration.ts'
import type { KnownElement } from './elements-port.ts'
import { type SecretDefaults, withMasks, withSecrets } from './secret-defaults.ts'

export interface Layers {
  /** An organization's own element. `undefined`: it was deleted meanwhile. */
  own(head: ElementHead): Promise<KnownElement | undefined>
  /** An element of the catalogue with an account's extension. `undefined`: the extension was deleted meanwhile. */
  extension(head: ElementHead, base: CatalogueElement): Promise<KnownElement | undefined>
}

interface LayersDependencies {
  readonly store: Pick<Store, 'elements'>
  readonly vault: Pick<Vault, 'open'>
}

/** Characters of JSON: an element and its plan take some four times their text. */
const maxCharacters = 64 * 1024 * 1024

export function createLayers(deps: LayersDependencies): Layers {
  const layers = new LRUCache<string, KnownElement>({ maxSize: maxCharacters })
  const reading = new Map<string, Promise<KnownElement | undefined>>()

  function open(
    head: ElementHead,
    build: (row: StoredElement, secrets: SecretDefaults) => KnownElement,
  ): Promise<KnownElement | undefined> {
    const name = `${head.id} ${head.version}`
    const known = layers.get(name)
    if (known) return Promise.resolve(known)
    const underWay = reading.get(name)
    if (underWay) return underWay
    const started = read(deps, head, build).then((layer) => {
      // A row that has changed since the index was read: what it says now is another version.
      if (layer?.version === head.version) {
        layers.set(name, layer.element, { size: layer.characters })
      }
      return layer?.element
    })
    reading.set(name, started)
    return started.finally(() => reading.delete(name))
  }

  return {
    own: (head) => open(head, ownElement),
    extension: (head, base) => open(head, (row, secrets) => extendedElement(row, secrets, base)),
  }
}

async function read(
  { store, vault }: LayersDependencies,
  { organizationId, id }: ElementHead,
  build: (row: StoredElement, secrets: SecretDefaults) => KnownElement,
) {
  const row = await store.elements.get({ organizationId }, id)
  if (!row) return undefined
  const element = build(row, await openSecrets(vault, row))
  return {
    element,
    version: row.version,
    characters: JSON.stringify(row.definition).length + 1,
  }
}

/** The secret defaults of a row. */
export async function openSecrets(
  vault: Pick<Vault, 'open'>,
  { id, organizationId, sealedSecrets }: StoredElement,
): Promise<SecretDefaults> {
  if (!sealedSecrets) return {}
  return openValues(vault as Vault, organizationId, secretsPlace(id), sealedSecrets)
}

/** Seal secret defaults for a row; `null` when there are none. */
export async function sealSecrets(
  vault: Vault,
  { id, organizationId }: { readonly id: number; readonly organizationId: number },
  secrets: SecretDefaults,
): Promise<Buffer | null> {
  if (Object.keys(secrets).length === 0) return null
  return sealValues(vault, organizationId, secretsPlace(id), secrets)
}

function secretsPlace(rowId: number) {
  return { ...sealedColumns.elementSecrets, rowId }
}

function ownElement(row: StoredElement, secrets: SecretDefaults): KnownElement {
  const { id, accountId } = row
  const stored = withOwner(row.definition as unknown as ElementDefinition, accountId)
  const whole = { ...stored, id, private: true, extended: false }
  return {
    definition: deepFreeze(withMasks(whole, secrets)),
    readme: '',
    isPrivate: true,
    shipped: undefined,
    row: { id, accountId },
    extension: undefined,
    plan: once(() => compileElement(deepFreeze(withSecrets(whole, secrets)))),
  }
}

function extendedElement(
  row: StoredElement,
  secrets: SecretDefaults,
  base: CatalogueElement,
): KnownElement {
  const { id = 0 } = base.definition
  const numbered = withWireIds({ ...base.definition, id }, catalogueAccountId)
  const own = withOwner(row.definition as ElementExtension, row.accountId)
  const masked = withMasks(own, secrets)
  return {
    ...base,
    definition: deepFreeze(extendElement(numbered, masked)),
    isPrivate: false,
    shipped: base.definition,
    row: { id: row.id, accountId: row.accountId },
    extension: deepFreeze(masked),
    plan: once(() =>
      compileElement(deepFreeze(extendElement(numbered, withSecrets(own, secrets)))),
    ),
  }
}

/** Clients tell an account's resources from the vendor's by their owner. */
function withOwner<Definition extends Pick<ElementDefinition, 'resources'>>(
  definition: Definition,
  ownerAccountId: number,
): Definition {
  if (!definition.resources) return definition
  const resources = definition.resources.map((one) => ({ ...one, ownerAccountId }))
  return { ...definition, resources }
}

function once(compile: () => ElementPlan): () => ElementPlan {
  let plan: ElementPlan | undefined
  return () => {
    plan ??= compile()
    return plan
  }
}
