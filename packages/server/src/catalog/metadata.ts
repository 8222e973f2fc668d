/** Facts about an element for catalogues and design tools. @see wire contract, sections 2.0.9 and 2.3 */
import { isJsonObject, type JsonObject, textOf } from './json.ts'
import type { ElementPlan, ResourcePlan } from './plan.ts'
import { isSingleRecord, objectNames, resourcesOfObject } from './resources-of-object.ts'

export {
  type CustomFieldMetadata,
  type FieldMetadata,
  normalizedMetadata,
  objectMetadata,
} from './object-metadata.ts'
export { objectNames } from './resources-of-object.ts'

/** How an element is used in one organization. */
export interface ElementUsage {
  readonly instanceCount: number
  readonly customerCount: number
  readonly traffic: number
}

export interface MetadataOptions {
  /** Everything, not only who the element is and whether it has events. */
  readonly expand?: boolean
  /** Absent: zeros. */
  readonly usage?: ElementUsage
}

/** `GET /elements/{id}/metadata`. Vendor facts come from the definition's own `elementMetadata`. */
export function elementMetadata(plan: ElementPlan, options: MetadataOptions = {}): JsonObject {
  const { definition } = plan
  const identity = {
    id: plan.id,
    name: plan.name,
    key: plan.key,
    description: definition.description ?? '',
    hub: plan.hub,
    events: eventsOf(plan),
  }
  return options.expand ? { ...identity, ...expanded(plan, options.usage) } : identity
}

function expanded(plan: ElementPlan, usage: ElementUsage | undefined): JsonObject {
  const { definition, authenticationType } = plan
  const facts = definition.elementMetadata ?? {}
  const objects = objectNames(plan)
  return {
    image: definition.image ?? '',
    displayOrder: Number.isInteger(facts.displayOrder) ? facts.displayOrder : 100,
    active: definition.active ?? true,
    beta: definition.beta ?? false,
    cloneable: definition.cloneable ?? false,
    transformations: definition.transformationsEnabled ?? true,
    elementType: definition.private ? 'private' : 'catalog',
    churros: false,
    normalizedPaging: plan.pagination.type !== 'none',
    swaggerValidated: true,
    authenticationType,
    authenticationTypes: [authenticationType],
    discovery: discoveryOf(plan),
    bulk: bulkOf(plan),
    objects,
    resources: objects.map((name) => describeResources(plan, name)),
    usage: usage ?? { instanceCount: 0, customerCount: 0, traffic: 0 },
    api: apiOf(plan, facts.api),
  }
}

function eventsOf({ defaults }: ElementPlan): JsonObject {
  const method = defaults['event.vendor.type']
  return { supported: Boolean(method), methods: method ? [method] : [] }
}

function bulkOf({ definition }: ElementPlan): { upload: boolean; download: boolean } {
  return {
    upload: definition.bulkUploadEnabled ?? false,
    download: definition.bulkDownloadEnabled ?? false,
  }
}

function discoveryOf(plan: ElementPlan): JsonObject {
  const hasCustomFields = [...plan.objects.values()].some((object) => object.customFieldModel)
  return {
    customFields: hasCustomFields,
    customObjects: false,
    endpointCustomFields: hasCustomFields,
    endpointCustomObjects: false,
  }
}

function apiOf({ definition }: ElementPlan, facts: unknown): JsonObject {
  const isSoap = definition.protocolType === 'soap'
  return {
    type: isSoap ? 'soap' : 'rest',
    contentType: isSoap ? 'application/xml' : 'application/json',
    ...(isJsonObject(facts) ? withoutUnknown(facts) : {}),
  }
}

/** Exports fill in "unknown" where nobody answered. */
function withoutUnknown(facts: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== 'unknown' && textOf(value) !== undefined),
  )
}

function describeResources(plan: ElementPlan, objectName: string): JsonObject {
  const resources = resourcesOfObject(plan, objectName)
  const hasCustomFields = plan.objects.get(objectName)?.customFieldModel !== undefined
  return {
    canonicalName: objectName,
    operations: [...new Set(resources.map(operationOf))].sort(),
    events: { supported: false, methods: [], eventTypes: [] },
    bulk: bulkOf(plan),
    customField: { get: hasCustomFields, create: false, update: false, delete: false },
  }
}

function operationOf(resource: ResourcePlan): string {
  if (resource.method === 'GET') return isSingleRecord(resource) ? 'retrieve' : 'search'
  if (resource.method === 'POST') return 'create'
  return resource.method === 'DELETE' ? 'delete' : 'update'
}
