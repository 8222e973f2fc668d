import { invalid } from './hubspot-error.ts'
import type { HubspotObject, PropertyDefinition } from './objects.ts'

/** Documented limits of a search. */
const MAX_GROUPS = 5
const MAX_FILTERS = 10
const MAX_FILTERS_TOGETHER = 25

type Json = Readonly<Record<string, unknown>>
type Test = (record: HubspotObject) => boolean

/**
 * The filter of a search body: groups are joined by OR, the filters of one by AND.
 *
 * @throws {HubspotError} For an unknown property or operator, a missing value, or too many of anything.
 */
export function compileGroups(groups: unknown, properties: readonly PropertyDefinition[]): Test {
  if (groups === undefined) return () => true
  const list = listOf(groups, 'filterGroups')
  const filters = list.map((group) => listOf(group.filters, 'filters'))
  const count = filters.reduce((sum, each) => sum + each.length, 0)
  if (
    list.length > MAX_GROUPS ||
    count > MAX_FILTERS_TOGETHER ||
    filters.some((each) => each.length > MAX_FILTERS)
  ) {
    throw invalid(
      `There was a problem with the request: at most ${MAX_GROUPS} filterGroups, ${MAX_FILTERS} filters in each and ${MAX_FILTERS_TOGETHER} together.`,
    )
  }
  const tests = filters.map((each) => each.map((filter) => compileOne(filter, properties)))
  return (record) =>
    tests.length === 0 || tests.some((group) => group.every((test) => test(record)))
}

function listOf(value: unknown, name: string): readonly Json[] {
  if (!Array.isArray(value)) throw invalid(`Invalid input JSON: ${name} must be a list`)
  return value as readonly Json[]
}

function compileOne(filter: Json, properties: readonly PropertyDefinition[]): Test {
  const name = String(filter.propertyName)
  const property = properties.find((known) => known.name === name)
  if (property === undefined)
    throw invalid(`There was a problem with the request: property ${name} does not exist.`)
  const test = operators[String(filter.operator)]?.(filter, property)
  if (test === undefined)
    throw invalid(`Invalid operator ${String(filter.operator)} for property ${name}`)
  return ({ properties: values }) => test(values[name] ?? null)
}

type ValueTest = (value: string | null) => boolean
type Operator = (filter: Json, property: PropertyDefinition) => ValueTest

const operators: Readonly<Record<string, Operator>> = {
  EQ: (filter, property) => compares(filter.value, property, (order) => order === 0),
  // A property without a value is not equal to anything (assumed).
  NEQ: (filter, property) => not(compares(filter.value, property, (order) => order === 0)),
  LT: (filter, property) => compares(filter.value, property, (order) => order < 0),
  LTE: (filter, property) => compares(filter.value, property, (order) => order <= 0),
  GT: (filter, property) => compares(filter.value, property, (order) => order > 0),
  GTE: (filter, property) => compares(filter.value, property, (order) => order >= 0),
  BETWEEN: (filter, property) => {
    const from = compares(filter.value, property, (order) => order >= 0)
    const to = compares(filter.highValue, property, (order) => order <= 0)
    return (value) => from(value) && to(value)
  },
  IN: (filter) => isOneOf(filter),
  NOT_IN: (filter) => not(isOneOf(filter)),
  HAS_PROPERTY: () => (value) => value !== null && value !== '',
  NOT_HAS_PROPERTY: () => (value) => value === null || value === '',
  CONTAINS_TOKEN: (filter) => hasToken(filter),
  NOT_CONTAINS_TOKEN: (filter) => not(hasToken(filter)),
}

const not =
  (test: ValueTest): ValueTest =>
  (value) =>
    !test(value)

function compares(
  wanted: unknown,
  { name, type }: PropertyDefinition,
  holds: (order: number) => boolean,
): ValueTest {
  if (wanted === undefined || wanted === null)
    throw invalid(`A value is missing for property ${name}`)
  const key = keyOf(String(wanted), type)
  if (Number.isNaN(key))
    throw invalid(`${String(wanted)} is not a valid value for property ${name}`)
  return (value) => {
    if (value === null || value === '') return false
    const found = keyOf(value, type)
    return holds(found === key ? 0 : found < key ? -1 : 1)
  }
}

/** What values are compared by: numbers, moments, and texts without regard to case. */
export function keyOf(value: string, type: PropertyDefinition['type']): string | number {
  if (type === 'number') return Number(value)
  if (type === 'datetime') return /^\d+$/.test(value) ? Number(value) : Date.parse(value)
  return value.toLowerCase()
}

// Values must be lower case for texts (documented), so that others find nothing.
function isOneOf({ values, propertyName }: Json): ValueTest {
  if (!Array.isArray(values))
    throw invalid(`values is missing for property ${String(propertyName)}`)
  const wanted = new Set(values.map(String))
  return (value) => value !== null && wanted.has(value.toLowerCase())
}

// Words are runs of letters and digits; a `*` stands for any run of characters in one, or between two (assumed).
function hasToken({ value, propertyName }: Json): ValueTest {
  if (typeof value !== 'string' || value === '')
    throw invalid(`A value is missing for property ${String(propertyName)}`)
  const parts = value
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}])${parts.join('.*')}($|[^\\p{L}\\p{N}])`, 'u')
  return (found) => found !== null && pattern.test(found.toLowerCase())
}
