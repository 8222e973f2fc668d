/**
 * Any export of an element -> the one form the rest of the server reads. What is not touched here is kept as it came,
 * so that an export after an import equals the original but for ids.
 * @see docs/reference/element-format.md, "What an import changes"
 */
import { ValenceError } from '../lib/errors.ts'
import { hubPath } from './compile-resource.ts'
import type { ElementDefinition } from './format.ts'
import { isJsonObject, type JsonObject, objectsOf, textOf } from './json.ts'
import { segmentsOf } from './router.ts'
import { assertValidElement } from './validate.ts'

export interface NormaliseOptions {
  /** Keep ids and owners: for elements of our own catalogue. Ids in an upload are another platform's and are dropped. */
  readonly keepIds?: boolean
}

/** Members that mean something only where the export was made. */
const staleMembers = new Set([
  'id',
  'elementId',
  'resourceId',
  'ownerAccountId',
  'createdDate',
  'updatedDate',
])

/**
 * Normalise and check an element.
 *
 * @param document - Parsed JSON of an export. It is not changed.
 * @throws {ValenceError} `invalid_request`, listing every problem with its place.
 */
export function normaliseElement(
  document: unknown,
  options: NormaliseOptions = {},
): ElementDefinition {
  if (!isJsonObject(document)) {
    throw new ValenceError('invalid_request', 'An element is a JSON object; this body is not.')
  }
  const element = normaliseMembers(withoutStale(document, options), options)
  assertValidElement(element)
  return element
}

function normaliseMembers(element: JsonObject, options: NormaliseOptions): JsonObject {
  const key = textOf(element.key)?.trim() ?? derivedKey(element.name)
  const hub = textOf(element.hub)?.trim()
  const list = (name: string, normalise: (member: JsonObject) => JsonObject) =>
    eachOf(element[name], (member) => normalise(withoutStale(member, options)))
  return withoutUndefined({
    ...element,
    key,
    hub,
    configuration: list('configuration', normaliseConfiguration),
    parameters: list('parameters', normaliseParameter),
    hooks: list('hooks', (hook) => hook),
    resources: withoutArtefacts(
      list('resources', (resource) => normaliseResource(resource, hub ?? '', options)),
    ),
    objects: list('objects', (object) =>
      withoutUndefined({
        ...object,
        fields: eachOf(object.fields, (field) => withoutStale(field, options)),
      }),
    ),
    models: list('models', (model) => model),
  })
}

/** `Example CRM` is addressed as `examplecrm` when the author gives no key. */
function derivedKey(name: unknown): string | undefined {
  return textOf(name)?.toLowerCase().replace(/\s+/g, '')
}

function normaliseConfiguration(entry: JsonObject): JsonObject {
  const key = textOf(entry.key)?.trim()
  return withoutUndefined({
    ...entry,
    key,
    name: entry.name ?? key,
    type: entry.type ?? 'TEXTFIELD_1000',
    defaultValue: normaliseDefault(key, entry.defaultValue),
  })
}

/** Values are strings wherever instances keep them; authors write numbers and booleans too. */
function normaliseDefault(key: string | undefined, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return key === 'event.vendor.type' && text === 'webhook' ? 'webhooks' : text
}

/** Names came out of forms with blanks and tabs around them. */
function normaliseParameter(parameter: JsonObject): JsonObject {
  const name = trimmed(parameter.name)
  return withoutUndefined({
    ...parameter,
    name,
    vendorName: trimmed(parameter.vendorName) ?? name,
  })
}

function normaliseResource(
  resource: JsonObject,
  hub: string,
  options: NormaliseOptions,
): JsonObject {
  const path = trimmed(resource.path)
  const method = upperCase(resource.method)
  const members = (name: string) =>
    eachOf(resource[name], (member) => withoutStale(member, options))
  return withoutUndefined({
    ...resource,
    path: typeof path === 'string' && path !== '' ? hubPath(path, hub) : path,
    method,
    vendorMethod: upperCase(resource.vendorMethod) ?? method,
    vendorPath: trimmed(resource.vendorPath),
    type: resource.type ?? 'api',
    parameters: eachOf(members('parameters'), normaliseParameter),
    hooks: members('hooks'),
  })
}

/**
 * Some exports carry copies of the engine's own `/{objectName}/…` resources: every parameter of theirs is a form field
 * and nothing reaches the vendor. The engine serves those paths itself.
 */
function withoutArtefacts(resources: unknown): unknown {
  if (!Array.isArray(resources)) return resources
  return resources.filter((resource) => !isJsonObject(resource) || !isArtefact(resource))
}

function isArtefact(resource: JsonObject): boolean {
  const { path, vendorPath, parameters } = resource
  if (typeof path !== 'string' || segmentsOf(path)[0] !== '{objectName}' || vendorPath) return false
  return objectsOf(parameters).every(
    (parameter) => parameter.type === 'multipart' && parameter.vendorType === 'form',
  )
}

/** Without the members that have no value, and without stale ones unless ids are kept. */
function withoutStale(object: JsonObject, { keepIds }: NormaliseOptions): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([name, value]) => value !== null && (keepIds || !staleMembers.has(name)),
    ),
  )
}

function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

/** Maps the objects of a list; anything else stays for the validation to name. */
function eachOf(list: unknown, normalise: (member: JsonObject) => JsonObject): unknown {
  if (!Array.isArray(list)) return list
  return list.map((member) => (isJsonObject(member) ? normalise(member) : member))
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value
}

function upperCase(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toUpperCase() : value
}
