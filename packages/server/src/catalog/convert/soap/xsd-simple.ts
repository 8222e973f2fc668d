/** Simple types of XML Schema as Swagger 2.0 schemas. @see XML Schema Part 2: Datatypes, section 3 */
import type { JsonObject } from '../../json.ts'
import { childOf, childrenOf, type XmlElement } from '../xml-tree.ts'

const integers = new Set(
  'byte short int integer unsignedByte unsignedShort unsignedInt positiveInteger negativeInteger nonNegativeInteger nonPositiveInteger'.split(
    ' ',
  ),
)

/** A built-in type by its local name; text for one that has no JSON of its own. */
export function builtIn(name: string): JsonObject {
  if (integers.has(name)) return { type: 'integer' }
  if (name === 'long' || name === 'unsignedLong') return { type: 'integer', format: 'int64' }
  if (name === 'decimal' || name === 'float' || name === 'double') return { type: 'number' }
  if (name === 'boolean') return { type: 'boolean' }
  if (name === 'dateTime') return { type: 'string', format: 'date-time' }
  if (name === 'date') return { type: 'string', format: 'date' }
  return name === 'base64Binary' ? { type: 'string', format: 'byte' } : { type: 'string' }
}

/**
 * A `simpleType`, or the restriction in a `simpleContent`.
 *
 * @param base - Gives the schema of the type named in `base`.
 */
export function simpleSchema(
  element: XmlElement,
  base: (name: string, from: XmlElement) => JsonObject,
): JsonObject {
  const restriction = element.name === 'restriction' ? element : childOf(element, 'restriction')
  // Lists and unions are texts.
  if (!restriction) return { type: 'string' }
  const named = restriction.attributes.base
  const inner = childOf(restriction, 'simpleType')
  const schema = named
    ? base(named, restriction)
    : inner
      ? simpleSchema(inner, base)
      : { type: 'string' }
  const values = childrenOf(restriction, 'enumeration').map(
    ({ attributes }) => attributes.value ?? '',
  )
  const maxLength = Number(childOf(restriction, 'maxLength')?.attributes.value)
  return {
    ...schema,
    ...(values.length > 0 && schema.type === 'string' ? { enum: values.slice(0, 500) } : {}),
    ...(Number.isInteger(maxLength) && schema.type === 'string' ? { maxLength } : {}),
  }
}
