/** Fields of a resource's Swagger model, as paths. */
import type { ModelDefinition } from './format.ts'
import { isJsonObject, type JsonObject, textOf } from './json.ts'

/** A property of a model, with the path that leads to it: `email_addresses[*].email`. */
export interface ModelField {
  readonly path: string
  readonly type: string
  readonly schema: JsonObject
  readonly isRequired: boolean
  /** The model names it in its `x-primary-key`. */
  readonly isPrimaryKey: boolean
}

/** Bounds against models that refer to themselves or list a vendor's whole world. */
const maxDepth = 6
const maxFields = 2_000

/** Fields of what a resource answers; nothing when it has no model. */
export function responseFields(model: ModelDefinition | undefined): readonly ModelField[] {
  return fieldsOf(model?.swagger ?? {}, model?.name)
}

/** Fields of what a resource takes. */
export function requestFields(model: ModelDefinition | undefined): readonly ModelField[] {
  if (model?.requestSwagger && model.requestName) {
    return fieldsOf(model.requestSwagger, model.requestName)
  }
  return responseFields(model)
}

/** The name in `#/definitions/Contact`, or in the bare `Contact` that some exports write. */
export function referencedName(ref: string): string {
  return ref.replace(/^#\/definitions\//, '')
}

interface Visit {
  readonly definitions: JsonObject
  readonly fields: ModelField[]
}

function fieldsOf(definitions: JsonObject, name: string | undefined): readonly ModelField[] {
  const visit: Visit = { definitions, fields: [] }
  if (name !== undefined) addProperties(visit, resolveRecord(definitions, definitions[name]), '', 0)
  return visit.fields
}

function addProperties(visit: Visit, schema: JsonObject, prefix: string, depth: number): void {
  if (depth >= maxDepth || !isJsonObject(schema.properties)) return
  const isNamedIn = (keyword: string, name: string) => {
    const names = schema[keyword]
    return Array.isArray(names) && names.includes(name)
  }
  for (const [name, property] of Object.entries(schema.properties)) {
    if (!isJsonObject(property) || visit.fields.length >= maxFields) continue
    const isRequired = isNamedIn('required', name)
    const isPrimaryKey = depth === 0 && isNamedIn('x-primary-key', name)
    addProperty(visit, { path: prefix + name, property, isRequired, isPrimaryKey }, depth)
  }
}

function addProperty(
  visit: Visit,
  found: Pick<ModelField, 'path' | 'isRequired' | 'isPrimaryKey'> & { property: JsonObject },
  depth: number,
): void {
  const { property, ...field } = found
  const schema = resolve(visit.definitions, property)
  const items = schema.type === 'array' ? resolve(visit.definitions, schema.items) : undefined
  const type = textOf(schema.type) ?? (schema.properties ? 'object' : 'string')
  visit.fields.push({ ...field, type, schema })
  if (items) addProperties(visit, items, `${field.path}[*].`, depth + 1)
  else addProperties(visit, schema, `${field.path}.`, depth + 1)
}

/** A list model describes its items. */
function resolveRecord(definitions: JsonObject, schema: unknown): JsonObject {
  const resolved = resolve(definitions, schema)
  return resolved.type === 'array' ? resolve(definitions, resolved.items) : resolved
}

function resolve(definitions: JsonObject, schema: unknown): JsonObject {
  let current = isJsonObject(schema) ? schema : {}
  for (let hops = 0; hops < maxDepth && typeof current.$ref === 'string'; hops += 1) {
    const target = definitions[referencedName(current.$ref)]
    current = isJsonObject(target) ? target : {}
  }
  return current
}
