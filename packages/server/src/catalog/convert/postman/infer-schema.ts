/** Schemas of examples. */
import { isJsonObject, type JsonObject } from '../../json.ts'

const maxDepth = 20
const maxItems = 20
const maxExample = 200

/** The Swagger 2.0 schema of a value: what is there, with short texts and numbers as examples. */
export function schemaOfExample(value: unknown, depth = 0): JsonObject {
  if (depth > maxDepth || value === undefined) return {}
  if (value === null) return { type: 'string', 'x-nullable': true }
  if (Array.isArray(value)) {
    const items = value.slice(0, maxItems).map((item) => schemaOfExample(item, depth + 1))
    return { type: 'array', items: items.reduce(merged, {}) }
  }
  if (isJsonObject(value)) {
    const properties = Object.entries(value).map(([name, member]) => [
      name,
      schemaOfExample(member, depth + 1),
    ])
    return { type: 'object', properties: Object.fromEntries(properties) }
  }
  if (typeof value === 'number')
    return { type: Number.isInteger(value) ? 'integer' : 'number', example: value }
  if (typeof value === 'boolean') return { type: 'boolean', example: value }
  const text = String(value)
  return {
    type: 'string',
    ...formatOf(text),
    ...(text.length <= maxExample ? { example: text } : {}),
  }
}

function formatOf(text: string): JsonObject {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { format: 'date' }
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? { format: 'date-time' } : {}
}

/** What both say; a member only one of them has is a member. */
function merged(a: JsonObject, b: JsonObject): JsonObject {
  if (isJsonObject(a.properties) && isJsonObject(b.properties)) {
    return { ...a, properties: { ...b.properties, ...a.properties } }
  }
  return a.type === undefined || a['x-nullable'] ? { ...a, ...b } : a
}
