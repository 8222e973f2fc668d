/** Whole elements: made, replaced, copied, switched and deleted. Their parts: `build-parts.ts`. */
import type { ElementDefinition } from '../../catalog/format.ts'
import { isJsonObject, type JsonObject, objectsOf } from '../../catalog/json.ts'
import { normaliseElement } from '../../catalog/normalise.ts'
import { presentElement } from '../../catalog/present.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { Caller } from '../caller.ts'
import { partBuilder } from './build-parts.ts'
import type { ElementBuilder } from './builder-port.ts'
import { type KnownElement, viewerOf } from './elements-port.ts'
import { importElement } from './import-element.ts'
import { requireElement } from './require-element.ts'
import { withoutSecrets } from './secret-defaults.ts'
import {
  assertOwner,
  type BuilderDependencies,
  changeLayer,
  forget,
  writeNew,
} from './write-layer.ts'

export function createElementBuilder(deps: BuilderDependencies): ElementBuilder {
  return {
    async create(caller, body) {
      const definition = importElement(body)
      await assertFreeKey(deps, caller, definition.key)
      return requireElement(deps, caller, await writeNew(deps, caller, definition))
    },
    replace: (caller, keyOrId, body) => replace(deps, caller, keyOrId, body),
    delete: (caller, keyOrId) => remove(deps, caller, keyOrId),
    async setActive(caller, keyOrId, active) {
      const element = await requireOwn(deps, caller, keyOrId)
      await changeOwn(deps, caller, element, (layer) => ({ ...layer, active }))
    },
    async clone(caller, keyOrId) {
      const { definition } = await requireElement(deps, caller, keyOrId)
      const copy = await copyOf(deps, caller, definition)
      return requireElement(deps, caller, await writeNew(deps, caller, copy))
    },
    setConfiguration: (caller, keyOrId, body) => setConfiguration(deps, caller, keyOrId, body),
    ...partBuilder(deps),
  }
}

/** @throws {ValenceError} `forbidden` for the catalogue's, and for another account's. */
async function requireOwn(
  deps: BuilderDependencies,
  caller: Caller,
  keyOrId: string,
): Promise<KnownElement> {
  const element = await requireElement(deps, caller, keyOrId)
  if (!element.isPrivate) {
    const { key } = element.definition
    throw new ValenceError(
      'forbidden',
      `'${key}' is an element of the catalogue, which is never changed. Add resources, configuration or objects of your own to it, or make it yours with POST /elements/${key}/clone.`,
    )
  }
  assertOwner(caller, element)
  return element
}

/** Found again by id: its key may be what changes. */
function changeOwn(
  deps: BuilderDependencies,
  caller: Caller,
  { definition }: KnownElement,
  edit: (layer: JsonObject) => JsonObject,
): Promise<void> {
  return changeLayer(deps, caller, () => requireElement(deps, caller, definition.id), edit)
}

async function replace(
  deps: BuilderDependencies,
  caller: Caller,
  keyOrId: string,
  body: unknown,
): Promise<KnownElement> {
  const element = await requireOwn(deps, caller, keyOrId)
  const { id, key } = element.definition
  const named = isJsonObject(body) ? { ...body, key: body.key ?? key } : body
  const definition = importElement(named)
  if (definition.key !== key) {
    await assertFreeKey(deps, caller, definition.key)
    await assertUnused(deps, caller, element, 'its key can’t change')
  }
  await changeOwn(deps, caller, element, () => definition as unknown as JsonObject)
  return requireElement(deps, caller, id)
}

async function remove(deps: BuilderDependencies, caller: Caller, keyOrId: string): Promise<void> {
  const element = await requireOwn(deps, caller, keyOrId)
  const outcome = await deps.store.elements.delete(caller.scope, element.definition.id)
  forget(deps, caller)
  if (outcome === 'in use') await assertUnused(deps, caller, element, 'it can’t be deleted')
}

/** @throws {ValenceError} `conflict` while instances of it exist, in whatever account. */
async function assertUnused(
  { store }: BuilderDependencies,
  { organization }: Caller,
  { definition: { id, key } }: KnownElement,
  consequence: string,
): Promise<void> {
  const scope = { organizationId: organization.id }
  const count = await store.instances.count(scope, { elementId: id })
  if (count === 0) return
  throw new ValenceError(
    'conflict',
    `The element '${key}' has ${count} ${count === 1 ? 'instance' : 'instances'}: ${consequence}. GET /elements/${key}/instances lists them; delete them first.`,
  )
}

async function assertFreeKey(
  { elements }: BuilderDependencies,
  caller: Caller,
  key: string,
): Promise<void> {
  const taken = await elements.find(viewerOf(caller), key)
  if (!taken) return
  const owner = taken.isPrivate ? 'of your organization' : 'of the catalogue'
  throw new ValenceError(
    'conflict',
    `An element ${owner} has the key '${key}' already. Use another key${taken.isPrivate ? `, or PUT /elements/${key} to replace it` : ''}.`,
  )
}

const maxCopies = 1_000

async function copyOf(
  deps: BuilderDependencies,
  caller: Caller,
  definition: ElementDefinition,
): Promise<ElementDefinition> {
  const { private: _private, extended: _extended, ...rest } = definition
  const copy = withoutSecrets(normaliseElement(rest))
  for (let number = 1; number <= maxCopies; number++) {
    const key = `${definition.key}-clone${number === 1 ? '' : `-${number}`}`
    if (await deps.elements.find(viewerOf(caller), key)) continue
    return { ...copy, key, name: `${definition.name} Clone` }
  }
  throw new ValenceError(
    'conflict',
    `There are ${maxCopies} copies of '${definition.key}' already.`,
  )
}

/** Of an element of the catalogue only what differs from it becomes the account's own. */
async function setConfiguration(
  deps: BuilderDependencies,
  caller: Caller,
  keyOrId: string,
  body: unknown,
): Promise<KnownElement> {
  const element = await requireElement(deps, caller, keyOrId)
  if (!isJsonObject(body) || !Array.isArray(body.configuration)) {
    throw new ValenceError('invalid_request', '/configuration: must be a list of entries.')
  }
  const sent = objectsOf(body.configuration).map(({ id: _, ...entry }) => entry)
  const shipped = element.shipped && presentElement(element.shipped, { id: element.definition.id })
  const known = new Map(objectsOf(shipped?.configuration).map((entry) => [entry.key, entry]))
  const own = sent.filter((entry) => differs(entry, known.get(entry.key)))
  const find = () => requireElement(deps, caller, element.definition.id)
  await changeLayer(deps, caller, find, (layer) => ({ ...layer, configuration: own }))
  return find()
}

function differs(entry: JsonObject, shipped: JsonObject | undefined): boolean {
  if (!shipped) return true
  return Object.entries(entry).some(
    ([name, value]) =>
      value !== null && JSON.stringify(value) !== JSON.stringify(shipped[name] ?? undefined),
  )
}
