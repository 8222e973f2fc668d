/** The schema of an object, made from the paths of its fields: `emails[*].address` is a list of objects. */
import type { FieldDefinition } from './format.ts'
import type { JsonObject } from './json.ts'
import type { ObjectPlan, RootPath } from './plan.ts'
import { parseRootPath } from './root-path.ts'
import { swaggerType } from './swagger-schema.ts'

interface MutableSchema {
  type?: string
  format?: string
  readOnly?: boolean
  description?: string
  items?: MutableSchema
  properties?: Record<string, MutableSchema>
  'x-vendor-path'?: string
}

/** One definition serves both directions: what the vendor computes is `readOnly`. */
export function objectSchema(object: ObjectPlan): JsonObject {
  const root: MutableSchema = { type: 'object', properties: {} }
  for (const field of object.fields) place(root, parseRootPath(withoutSelectors(field.path)), field)
  const primaryKey = object.primaryKey ? { 'x-primary-key': [object.primaryKey] } : {}
  return { ...root, ...primaryKey }
}

/** Whatever picks a list's item (`phones[type=1]`), the schema describes an item. */
function withoutSelectors(path: string): string {
  return path.replace(/\[[^\]]*\]/g, '[*]')
}

function place(root: MutableSchema, path: RootPath, field: FieldDefinition): void {
  let schema = root
  for (const step of path)
    schema = typeof step === 'number' || step === '*' ? item(schema) : member(schema, step)
  const isParent = schema.properties !== undefined || schema.items !== undefined
  if (!isParent) Object.assign(schema, swaggerType(field.type) ?? { type: 'string' })
  if (schema.type === 'array') schema.items ??= {}
  if (field.displayName) schema.description = field.displayName
  if (field.vendorReadOnly) schema.readOnly = true
  if (field.vendorPath) schema['x-vendor-path'] = field.vendorPath
}

function item(schema: MutableSchema): MutableSchema {
  schema.type = 'array'
  schema.items ??= {}
  return schema.items
}

function member(schema: MutableSchema, name: string): MutableSchema {
  // A field typed `array` with members below it describes its items.
  if (schema.type === 'array') return member(item(schema), name)
  schema.type = 'object'
  schema.properties ??= {}
  const known = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
  const made = known ?? {}
  schema.properties[name] = made
  return made
}
