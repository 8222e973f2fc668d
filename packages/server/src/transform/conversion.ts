/** What happens to a value between the two records. @see docs/reference/field-mapping.md, "Types" */
import { ValenceError } from '../lib/errors.ts'
import { type Conversion, coercionOf, eachElement, elementTypeOf } from './coercion.ts'
import { maskedIn, maskedOut } from './date-conversion.ts'
import type { FieldMapping } from './mapping.ts'

/** Named tables of values: vendor value -> our value. */
export type ValueTables = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * The vendor's values -> ours: value table, then our type; a list joined when there is a separator.
 *
 * @throws {ValenceError} `invalid_request` when the field names a value table that is not there.
 */
export function conversionIn(field: FieldMapping, tables: ValueTables): Conversion {
  const table = field.valueTable === undefined ? undefined : tableIn(field, tables)
  const { separator } = field
  if (separator !== undefined) {
    return { passes: undefined, convert: (value) => join(value, separator, table) }
  }
  return compose(table, maskedIn(field) ?? coercionOf(field.type, field.vendorType))
}

/**
 * Our values -> the vendor's: value table backwards, then the vendor's type; a text split when there is a separator.
 *
 * @throws {ValenceError} `invalid_request` when the field names a value table that is not there.
 */
export function conversionOut(field: FieldMapping, tables: ValueTables): Conversion {
  const table = field.valueTable === undefined ? undefined : tableOut(field, tables)
  const { separator } = field
  if (separator === undefined)
    return compose(table, maskedOut(field) ?? coercionOf(field.vendorType, field.type))
  const { convert } = compose(table, coercionOf(elementTypeOf(field.vendorType), undefined))
  return { passes: undefined, convert: (value) => split(value, separator, convert) }
}

type Lookup = (value: unknown) => unknown

function compose(table: Lookup | undefined, coercion: Conversion): Conversion {
  if (!table) return coercion
  const { convert } = coercion
  return {
    passes: undefined,
    convert: (value) => {
      const found = eachElement(value, table)
      return convert ? convert(found) : found
    },
  }
}

function tableIn(field: FieldMapping, tables: ValueTables): Lookup {
  return lookup(entriesOf(field, tables))
}

function tableOut(field: FieldMapping, tables: ValueTables): Lookup {
  return lookup(entriesOf(field, tables).map(([vendorValue, ours]) => [ours, vendorValue]))
}

function entriesOf(
  { path, valueTable = '' }: FieldMapping,
  tables: ValueTables,
): [string, string][] {
  const table = Object.hasOwn(tables, valueTable) ? tables[valueTable] : undefined
  if (table) return Object.entries(table)
  throw new ValenceError(
    'invalid_request',
    `The field '${path}' names the value table '${valueTable}', which the element does not have.`,
  )
}

// The exact spelling wins; of several entries with one key, the first.
function lookup(entries: readonly (readonly [string, string])[]): Lookup {
  const known = new Map<string, string>()
  for (const [key, value] of entries) if (!known.has(key)) known.set(key, value)
  for (const [key, value] of entries) {
    if (!known.has(key.toLowerCase())) known.set(key.toLowerCase(), value)
  }
  return (value) => {
    if (typeof value === 'object') return value
    const text = String(value)
    return known.get(text) ?? known.get(text.toLowerCase()) ?? value
  }
}

function join(value: unknown, separator: string, table: Lookup | undefined): unknown {
  if (!Array.isArray(value)) return table ? table(value) : value
  const present = value.filter((element) => element !== undefined && element !== null)
  // Objects have no text worth joining.
  if (present.some((element) => typeof element === 'object')) return value
  return present.map((element) => String(table ? table(element) : element)).join(separator)
}

function split(value: unknown, separator: string, convert: Lookup | undefined): unknown {
  const parts = typeof value === 'string' ? splitText(value, separator) : [value].flat()
  return convert ? parts.map((part) => (part === null ? part : convert(part))) : parts
}

function splitText(text: string, separator: string): readonly string[] {
  const parts = text.split(separator).map((part) => part.trim())
  return parts.filter((part) => part !== '')
}
