/**
 * Schemas of exports made fit for Swagger 2.0. Exports carry bare references, types no schema language knows, booleans
 * for `required` and values where a schema should be; what can be understood is kept, the rest says "anything".
 * @see OpenAPI Specification 2.0, "Schema Object"
 */
import { isJsonObject, type JsonObject } from './json.ts'
import { referencedName } from './model-fields.ts'

/** The types of Swagger 2.0, and what authors write for them. */
const types: Readonly<Record<string, { readonly type: string; readonly format?: string }>> = {
  string: { type: 'string' },
  text: { type: 'string' },
  char: { type: 'string' },
  uuid: { type: 'string' },
  enum: { type: 'string' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  'date-time': { type: 'string', format: 'date-time' },
  integer: { type: 'integer' },
  int: { type: 'integer' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  long: { type: 'integer', format: 'int64' },
  number: { type: 'number' },
  decimal: { type: 'number' },
  float: { type: 'number', format: 'float' },
  double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  bool: { type: 'boolean' },
  array: { type: 'array' },
  list: { type: 'array' },
  object: { type: 'object' },
  map: { type: 'object' },
}

const maxDepth = 40
const textKeywords = ['title', 'description', 'format', 'pattern', 'discriminator']
const countKeywords = ['maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties']
const numberKeywords = [...countKeywords, 'minProperties', 'maximum', 'minimum', 'multipleOf']
const booleanKeywords = ['exclusiveMaximum', 'exclusiveMinimum', 'uniqueItems', 'readOnly']

/** What an author's word for a type means; a type of a list of types counts by its first that isn't `null`. */
export function swaggerType(
  type: unknown,
): { readonly type: string; readonly format?: string } | undefined {
  const word = Array.isArray(type) ? type.find((one) => one !== 'null') : type
  return typeof word === 'string' ? types[word.trim().toLowerCase()] : undefined
}

/**
 * @param rename - Gives the name a referenced definition has in the document; `undefined` when there is none.
 * @returns A valid Schema Object.
 */
export function swaggerSchema(
  schema: unknown,
  rename: (name: string) => string | undefined,
  depth = 0,
): JsonObject {
  if (!isJsonObject(schema) || depth > maxDepth) return {}
  if (typeof schema.$ref === 'string') {
    const name = rename(referencedName(schema.$ref))
    return name === undefined ? {} : { $ref: `#/definitions/${name}` }
  }
  const inner = (member: unknown) => swaggerSchema(member, rename, depth + 1)
  return {
    ...keywords(schema, textKeywords, 'string'),
    ...keywords(schema, numberKeywords, 'number'),
    ...keywords(schema, booleanKeywords, 'boolean'),
    ...extensions(schema),
    ...choices(schema),
    ...typeOf(schema, inner),
    ...members(schema, inner),
  }
}

function keywords(schema: JsonObject, names: readonly string[], type: string): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => (typeof schema[name] === type ? [[name, schema[name]]] : [])),
  )
}

function extensions(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([name]) => name.startsWith('x-') || name === 'example' || name === 'default',
    ),
  )
}

function choices({ enum: values }: JsonObject): JsonObject {
  return Array.isArray(values) && values.length > 0 ? { enum: [...new Set(values)] } : {}
}

function typeOf(schema: JsonObject, inner: (member: unknown) => JsonObject): JsonObject {
  const type = swaggerType(schema.type)
  if (type?.type !== 'array')
    return type ?? (isJsonObject(schema.properties) ? { type: 'object' } : {})
  return { type: 'array', items: inner(schema.items) }
}

function members(schema: JsonObject, inner: (member: unknown) => JsonObject): JsonObject {
  const { properties, additionalProperties, allOf } = schema
  return {
    ...(isJsonObject(properties) ? propertiesOf(schema, properties, inner) : {}),
    ...(isJsonObject(additionalProperties)
      ? { additionalProperties: inner(additionalProperties) }
      : {}),
    ...(Array.isArray(allOf) && allOf.length > 0 ? { allOf: allOf.map(inner) } : {}),
  }
}

/** `required: true` on a property is what authors mean by the object's list. */
function propertiesOf(
  schema: JsonObject,
  properties: JsonObject,
  inner: (member: unknown) => JsonObject,
): JsonObject {
  const listed = Array.isArray(schema.required) ? schema.required : []
  const names = Object.keys(properties)
  const required = names.filter((name) => {
    const property = properties[name]
    return listed.includes(name) || (isJsonObject(property) && property.required === true)
  })
  return {
    properties: Object.fromEntries(names.map((name) => [name, inner(properties[name])])),
    ...(required.length > 0 ? { required } : {}),
  }
}
