/** `GET /objects/{name}/metadata`: the fields of an object and what a caller may do with each. */
import type { FieldDefinition } from './format.ts'
import { textOf } from './json.ts'
import { type ModelField, requestFields, responseFields } from './model-fields.ts'
import type { ElementPlan, ResourcePlan } from './plan.ts'
import { resourcesOfObject } from './resources-of-object.ts'

/** A field as the wire describes it; members without a value are absent. */
export interface FieldMetadata {
  readonly path: string
  readonly type: string
  readonly vendorPath: string
  readonly displayName?: string
  readonly vendorDisplayName?: string
  readonly vendorNativeType?: string
  readonly vendorRequired: boolean
  readonly vendorReadOnly: boolean
  readonly primaryKey?: boolean
  readonly custom?: boolean
  readonly mask?: string
  readonly format?: string
  /** Methods of the object's resources in which the field takes part. */
  readonly method: readonly string[]
  readonly createable: boolean
  readonly updateable: boolean
}

/** A custom field of the instance's tenant, as the runtime reads it from the vendor. */
export interface CustomFieldMetadata {
  readonly id: string
  /** Our name, prefix included. */
  readonly name: string
  readonly label: string
  /** The vendor's word for its type. */
  readonly type: string
}

/**
 * The fields of an object: those its mapping names, or else those of its resources' models.
 *
 * @param customFields - Added at the end.
 * @returns No fields for an object the element does not have, or knows nothing of.
 */
export function objectMetadata(
  plan: ElementPlan,
  objectName: string,
  customFields: readonly CustomFieldMetadata[] = [],
): { readonly fields: readonly FieldMetadata[] } {
  const resources = resourcesOfObject(plan, objectName)
  const methods = [...new Set(resources.map((resource) => resource.method))].sort()
  const object = plan.objects.get(objectName)
  const fields = object?.fields.length
    ? object.fields.map((field) => describeField(field, methods, object.primaryKey))
    : describeModels(resources, object?.primaryKey)
  return { fields: [...fields, ...customFields.map((field) => describeCustom(field, methods))] }
}

/** The fields of an object in the hub's normalised view; `undefined` where it has none. */
export function normalizedMetadata(
  plan: ElementPlan,
  objectName: string,
): { readonly fields: readonly FieldMetadata[] } | undefined {
  const normalized = plan.objects.get(objectName)?.normalized
  const methods = resourcesOfObject(plan, objectName).map(({ method }) => method)
  const distinct = [...new Set(methods)].sort()
  return (
    normalized && {
      fields: [...normalized.fields.values()].map((field) => describeField(field, distinct, 'id')),
    }
  )
}

function describeField(
  field: FieldDefinition,
  methods: readonly string[],
  primaryKey: string | undefined,
): FieldMetadata {
  const isReadOnly = field.vendorReadOnly ?? false
  return {
    path: field.path,
    type: field.type ?? 'string',
    vendorPath: field.vendorPath ?? field.vendorWritePath ?? field.path,
    ...optional('displayName', field.displayName),
    ...optional('vendorDisplayName', field.displayName),
    ...optional('vendorNativeType', field.vendorNativeType ?? field.vendorType),
    vendorRequired: field.vendorRequired ?? false,
    vendorReadOnly: isReadOnly,
    ...(field.path === primaryKey ? { primaryKey: true } : {}),
    ...usage(methods, isReadOnly),
  }
}

function describeCustom(field: CustomFieldMetadata, methods: readonly string[]): FieldMetadata {
  return {
    path: field.name,
    type: 'string',
    vendorPath: field.id,
    displayName: field.label,
    vendorDisplayName: field.label,
    ...optional('vendorNativeType', field.type),
    vendorRequired: false,
    vendorReadOnly: false,
    custom: true,
    ...usage(methods, false),
  }
}

function usage(
  methods: readonly string[],
  isReadOnly: boolean,
): Pick<FieldMetadata, 'method' | 'createable' | 'updateable'> {
  const writable = isReadOnly ? [] : methods
  return {
    method: methods.filter((method) => method === 'GET' || (!isReadOnly && method !== 'DELETE')),
    createable: writable.includes('POST'),
    updateable: writable.includes('PATCH') || writable.includes('PUT'),
  }
}

/** A field of models takes part in the methods whose own model has it. */
function describeModels(
  resources: readonly ResourcePlan[],
  primaryKey: string | undefined,
): readonly FieldMetadata[] {
  const found = new Map<string, { field: ModelField; methods: Set<string> }>()
  for (const { method, definition } of resources) {
    if (method === 'DELETE') continue
    const fields = method === 'GET' ? responseFields : requestFields
    for (const field of fields(definition.model)) {
      const known = found.get(field.path) ?? { field, methods: new Set<string>() }
      known.methods.add(method)
      found.set(field.path, known)
    }
  }
  return [...found.values()].map(({ field, methods }) =>
    describeModelField(field, [...methods].sort(), primaryKey),
  )
}

function describeModelField(
  { path, type, schema, isRequired, isPrimaryKey }: ModelField,
  methods: readonly string[],
  primaryKey: string | undefined,
): FieldMetadata {
  const isReadOnly = schema['x-readOnly'] === true || schema.readOnly === true
  return {
    path,
    type,
    vendorPath: path,
    ...optional('vendorDisplayName', textOf(schema['x-displayName']) ?? textOf(schema.title)),
    vendorNativeType: type,
    vendorRequired: isRequired || schema['x-required'] === true,
    vendorReadOnly: isReadOnly,
    ...(isPrimaryKey || path === primaryKey ? { primaryKey: true } : {}),
    ...optional('mask', textOf(schema['x-mask'])),
    ...optional('format', textOf(schema.format)),
    ...usage(methods, isReadOnly),
  }
}

function optional<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: string })
}
