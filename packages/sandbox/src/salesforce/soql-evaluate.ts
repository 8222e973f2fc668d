import { malformed, SalesforceError } from './salesforce-error.ts'
import {
  fieldNamed,
  type Org,
  type SField,
  type SObjectName,
  type SRecord,
  type SValue,
  sObjectOf,
} from './sobjects.ts'
import type { Condition, Literal, Soql } from './soql-parser.ts'

/** A path of a query: `Email`, or `Account.Name` over one relationship. */
interface Resolved {
  readonly field: SField
  read(record: SRecord): SValue
}

/** @throws {SalesforceError} INVALID_TYPE for an sObject there is not. */
export function sObjectOrThrow(name: string): SObjectName {
  const found = sObjectOf(name)
  if (found) return found
  throw new SalesforceError(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`)
}

/** @throws {SalesforceError} INVALID_FIELD for a path that leads nowhere. */
export function resolveField(org: Org, sObject: SObjectName, path: string): Resolved {
  const [first = '', second] = path.split('.')
  if (second === undefined) {
    const field = fieldNamed(sObject, first)
    if (!field) throw noColumn(first, sObject)
    return { field, read: (record) => record[field.name] ?? null }
  }
  const { name, referenceTo } = relationshipOf(sObject, first)
  const field = fieldNamed(referenceTo, second)
  if (!field) throw noColumn(second, referenceTo)
  return {
    field,
    read: (record) => org.records[referenceTo].get(String(record[name]))?.[field.name] ?? null,
  }
}

function relationshipOf(
  sObject: SObjectName,
  name: string,
): { name: string; referenceTo: SObjectName } {
  const field = fieldNamed(sObject, `${name}Id`)
  if (field?.referenceTo) return { name: field.name, referenceTo: field.referenceTo }
  throw new SalesforceError(
    400,
    'INVALID_FIELD',
    `Didn't understand relationship '${name}' in field path.`,
  )
}

function noColumn(name: string, sObject: SObjectName): SalesforceError {
  return new SalesforceError(
    400,
    'INVALID_FIELD',
    `No such column '${name}' on entity '${sObject}'.`,
  )
}

/** The records a query finds, in its order, limit and offset applied. @throws {SalesforceError} */
export function findRecords(org: Org, sObject: SObjectName, query: Soql): readonly SRecord[] {
  const matches = query.where ? compile(org, sObject, query.where) : () => true
  const found = [...org.records[sObject].values()].filter(matches)
  const terms = query.orderBy.map((term) => ({
    ...term,
    read: resolveField(org, sObject, term.field).read,
  }))
  const ordered = found.toSorted((a, b) => {
    for (const { read, descending, nullsLast } of terms) {
      const order = compareForOrder(read(a), read(b), descending, nullsLast)
      if (order !== 0) return order
    }
    return a.Id < b.Id ? -1 : 1
  })
  const end = query.limit === undefined ? undefined : query.offset + query.limit
  return ordered.slice(query.offset, end)
}

// Without NULLS LAST what has no value comes first, in either direction (documented).
function compareForOrder(a: SValue, b: SValue, descending: boolean, nullsLast: boolean): number {
  if (a === null || b === null) {
    if (a === b) return 0
    return (a === null) === nullsLast ? 1 : -1
  }
  const [x, y] = [keyOf(a), keyOf(b)]
  return x === y ? 0 : (x < y ? -1 : 1) * (descending ? -1 : 1)
}

// Texts are compared without regard to case (documented).
function keyOf(value: SValue): string | number {
  return typeof value === 'string' ? value.toLowerCase() : Number(value)
}

type Test = (record: SRecord) => boolean

function compile(org: Org, sObject: SObjectName, condition: Condition): Test {
  switch (condition.kind) {
    case 'and': {
      const tests = condition.operands.map((operand) => compile(org, sObject, operand))
      return (record) => tests.every((test) => test(record))
    }
    case 'or': {
      const tests = condition.operands.map((operand) => compile(org, sObject, operand))
      return (record) => tests.some((test) => test(record))
    }
    case 'not': {
      const test = compile(org, sObject, condition.operand)
      return (record) => !test(record)
    }
    case 'in': {
      const { field, read } = resolveField(org, sObject, condition.field)
      const keys = new Set(condition.values.map((value) => keyOfLiteral(field, value)))
      return (record) => keys.has(keyOfValue(field, read(record))) !== condition.negated
    }
    case 'compare':
      return compileComparison(
        resolveField(org, sObject, condition.field),
        condition.operator,
        condition.value,
      )
  }
}

function compileComparison({ field, read }: Resolved, operator: string, literal: Literal): Test {
  if (operator === 'LIKE') {
    const pattern = likePattern(literal.kind === 'string' ? literal.value : '')
    return (record) => pattern.test(String(read(record) ?? ''))
  }
  const wanted = keyOfLiteral(field, literal)
  if (operator === '=') return (record) => keyOfValue(field, read(record)) === wanted
  // A field without a value is unequal to every value (documented for SOQL, unlike SQL).
  if (operator === '!=') return (record) => keyOfValue(field, read(record)) !== wanted
  if (wanted === null) throw malformed(`null can't be compared with ${operator}`)
  return (record) => {
    const found = keyOfValue(field, read(record))
    if (found === null) return false
    if (operator === '<') return found < wanted
    if (operator === '<=') return found <= wanted
    return operator === '>' ? found > wanted : found >= wanted
  }
}

const isTemporal = ({ type }: SField) => type === 'date' || type === 'datetime'

/** @throws {SalesforceError} INVALID_FIELD for a literal that is not of the field's type, as the vendor does. */
function keyOfLiteral(field: SField, literal: Literal): string | number | null {
  if (literal.kind === 'null') return null
  const wants =
    field.type === 'double'
      ? 'number'
      : field.type === 'boolean'
        ? 'boolean'
        : isTemporal(field)
          ? 'date'
          : 'string'
  if (literal.kind !== wants) {
    throw new SalesforceError(
      400,
      'INVALID_FIELD',
      `value of filter criterion for field '${field.name}' must be of type ${field.type} and should ${wants === 'string' ? '' : 'not '}be enclosed in quotes`,
    )
  }
  if (field.type === 'datetime' && /^\d{4}-\d{2}-\d{2}$/.test(String(literal.value))) {
    throw new SalesforceError(
      400,
      'INVALID_FIELD',
      `value of filter criterion for field '${field.name}' must be of type dateTime and should not be enclosed in quotes`,
    )
  }
  return keyOfValue(field, literal.value)
}

function keyOfValue(field: SField, value: SValue): string | number | null {
  if (value === null) return null
  return isTemporal(field) ? Date.parse(String(value)) : keyOf(value)
}

// `%` any run of characters, `_` one, a backslash before them makes them plain; case does not count (documented).
function likePattern(text: string): RegExp {
  const source = text.replace(/\\([%_])|([%_])|[.+?^${}()|[\]\\*]/g, (whole, plain, wildcard) => {
    if (plain) return plain as string
    if (wildcard) return wildcard === '%' ? '.*' : '.'
    return `\\${whole}`
  })
  return new RegExp(`^${source}$`, 'is')
}
