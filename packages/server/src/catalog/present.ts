/**
 * Elements as the wire shows them. Some clients refuse members they don't know: an element and its configuration entries
 * have the members of the platform's own schema and no others; inside resources and objects clients are open.
 * @see wire contract, section 2.3
 */
import type { ElementExtension } from './extend.ts'
import type {
  ConfigurationDefinition,
  ElementDefinition,
  HookDefinition,
  ObjectDefinition,
  ParameterDefinition,
  ResourceDefinition,
} from './format.ts'
import type { JsonObject } from './json.ts'
import type { ElementPlan } from './plan.ts'
import { withWireIds } from './wire-ids.ts'

export interface PresentOptions {
  /** The element's id where its definition has none: that of its row. */
  readonly id?: number
  /** Account that owns the resources. Default 1: the catalogue's. */
  readonly ownerAccountId?: number
}

/** Members every element has on the wire, with what stands for an absent one. */
const elementDefaults = {
  description: '',
  image: '',
  active: true,
  deleted: false,
  private: false,
  extended: false,
  extendable: false,
  cloneable: false,
  beta: false,
  typeOauth: false,
  trialAccount: false,
  transformationsEnabled: true,
  bulkDownloadEnabled: false,
  bulkUploadEnabled: false,
  protocolType: 'http',
  authentication: { type: 'custom' },
} as const

/** Members that are shown when the definition has them. */
const optionalMembers = [
  'hookName',
  'logo',
  'childTransformationsEnabled',
  'modelType',
  'paginatorVersion',
  'useModelsForMetadata',
  'elementMetadata',
  'configDescription',
  'defaultTransformations',
  'signupURL',
  'objectMetadata',
  'existingAccountDescription',
  'trialAccountDescription',
  'models',
] as const

const configurationDefaults = {
  description: '',
  required: false,
  active: true,
  internal: false,
  hideFromConsole: false,
  groupControl: false,
  companyConfig: false,
  resellerConfig: false,
} as const

/** `GET /elements/{keyOrId}`: everything. */
export function presentElement(
  definition: ElementDefinition,
  options: PresentOptions = {},
): JsonObject {
  const element = identified(definition, options)
  return {
    ...head(element),
    ...picked(element, optionalMembers),
    configuration: (element.configuration ?? []).map(presentConfiguration),
    parameters: (element.parameters ?? []).map(presentParameter),
    hooks: (element.hooks ?? []).map(presentHook),
    resources: (element.resources ?? []).map(presentResource),
    objects: (element.objects ?? []).map(presentObject),
  }
}

/** The form inside an instance: who the element is, with its own parameters. */
export function presentElementShort(
  definition: ElementDefinition,
  options: PresentOptions = {},
): JsonObject {
  const element = identified(definition, options)
  return {
    ...head(element),
    ...picked(element, ['hookName', 'logo']),
    parameters: (element.parameters ?? []).map(presentParameter),
  }
}

/** The form of `abridged='true'` lists: who the element is, nothing it consists of. */
export function presentElementAbridged(
  definition: ElementDefinition,
  options: PresentOptions = {},
): JsonObject {
  return head({ ...definition, id: definition.id ?? options.id ?? 0 })
}

/** Members that say who an element is: what lists look at. */
export function elementHead(definition: ElementDefinition): JsonObject {
  return picked(definition, ['key', 'name', 'hub', ...Object.keys(elementDefaults)])
}

/** `GET /elements/{keyOrId}/export`: the definition itself, our extensions included, with ids. */
export function exportElement(
  definition: ElementDefinition,
  options: PresentOptions = {},
): JsonObject {
  const { private: isPrivate, ...rest } = identified(definition, options)
  return isPrivate ? { ...rest, private: true } : rest
}

/** `…/export?extendedOnly=true` of an element of the catalogue: who it is, and what an account added to it. */
export function exportExtension(
  definition: ElementDefinition & { readonly id: number },
  extension: ElementExtension,
): JsonObject {
  const own = withWireIds({ ...extension, ...identityOf(definition), parameters: [], hooks: [] })
  const { private: _, ...identity } = head(definition)
  return { ...identity, ...own }
}

/** A whole element is its identity and its lists: this is the identity alone, as `withWireIds` wants it. */
function identityOf({ id, key, name, hub }: ElementDefinition & { readonly id: number }) {
  return { id, key, name, hub }
}

/** The id that a configuration entry has on the wire. @param key - A key the element declares. */
export function presentConfigurationId(plan: ElementPlan, key: string): number {
  const { configuration } = identified(plan.definition, { id: plan.id })
  return configuration?.find((entry) => entry.key === key)?.id ?? 0
}

/** A configuration entry with exactly the members of the platform's schema. */
export function presentConfiguration(entry: ConfigurationDefinition, index: number): JsonObject {
  return {
    ...configurationDefaults,
    displayOrder: index + 1,
    ...picked(entry, [
      'id',
      'key',
      'name',
      'type',
      'defaultValue',
      ...(Object.keys(configurationDefaults) as (keyof typeof configurationDefaults)[]),
      'displayOrder',
      'options',
    ]),
  }
}

export function presentParameter(parameter: ParameterDefinition): JsonObject {
  return {
    source: 'request',
    required: false,
    description: '',
    dataType: 'string',
    vendorDataType: 'string',
    ...parameter,
  }
}

export function presentHook(hook: HookDefinition): JsonObject {
  return { mimeType: 'application/javascript', isLegacy: false, body: '', ...hook }
}

export function presentResource(resource: ResourceDefinition): JsonObject {
  return {
    kind: 'eb',
    description: '',
    vendorPath: '',
    response: { contentType: 'application/json' },
    ...resource,
    parameters: (resource.parameters ?? []).map(presentParameter),
    hooks: (resource.hooks ?? []).map(presentHook),
  }
}

export function presentObject(object: ObjectDefinition): JsonObject {
  return { primaryKeyName: '', createdDateName: '', createdDateFormat: '', ...object }
}

const identifiedByDefinition = new WeakMap<ElementDefinition, ReturnType<typeof withWireIds>>()

/** Definitions don't change: what was numbered once is kept for as long as its definition. */
function identified(definition: ElementDefinition, { id, ownerAccountId }: PresentOptions) {
  const known = identifiedByDefinition.get(definition)
  if (known && (id === undefined || known.id === id) && ownerAccountId === undefined) return known
  const element = { ...definition, id: definition.id ?? id ?? 0 }
  const numbered = withWireIds(element, ownerAccountId)
  if (ownerAccountId === undefined) identifiedByDefinition.set(definition, numbered)
  return numbered
}

function head(element: ElementDefinition): JsonObject {
  const { id, key, name, hub } = element
  const names = Object.keys(elementDefaults) as (keyof typeof elementDefaults)[]
  return { id, key, name, hub, ...elementDefaults, ...picked(element, names) }
}

function picked(object: object, names: readonly string[]): JsonObject {
  const members = object as JsonObject
  return Object.fromEntries(
    names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]])),
  )
}
