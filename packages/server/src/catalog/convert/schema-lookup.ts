/** Looking into Swagger 2.0 schemas that refer to each other. */
import { isJsonObject, type JsonObject } from '../json.ts'
import type { Definitions } from './description.ts'

const prefix = '#/definitions/'
const maxHops = 20

/** The definition a schema refers to; `undefined` when it refers to none. */
export function referenceOf(schema: unknown): string | undefined {
  const ref = isJsonObject(schema) ? schema.$ref : undefined
  return typeof ref === 'string' && ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined
}

/** A reference to a definition. */
export function referenceTo(name: string): JsonObject {
  return { $ref: prefix + name }
}

/** The schema itself, references followed; an empty schema for a circle and for what is not there. */
export function resolveSchema(schema: unknown, definitions: Definitions): JsonObject {
  let current: unknown = schema
  for (let hops = 0; hops < maxHops; hops += 1) {
    const name = referenceOf(current)
    if (name === undefined) return isJsonObject(current) ? current : {}
    current = Object.hasOwn(definitions, name) ? definitions[name] : undefined
  }
  return {}
}

/** Names of the definitions a schema refers to anywhere. */
export function referencesIn(schema: JsonObject): readonly string[] {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isJsonObject(value)) return
    const name = referenceOf(value)
    if (name !== undefined) names.add(name)
    else Object.values(value).forEach(visit)
  }
  visit(schema)
  return [...names]
}
