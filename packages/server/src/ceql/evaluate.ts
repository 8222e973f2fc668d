/** Expressions as tests of records. Two-valued: a condition holds or it does not, and NOT is exact. */
import type { ComparisonOperator, Expression, Literal } from './expression.ts'
import { compileAny, type ValueTest } from './field-path.ts'
import { instantOf } from './instant.ts'
import { compileLike } from './like.ts'
import { booleanOf, compareText, numberOf } from './scalar.ts'
import { compileEquality } from './value-set.ts'

/** A test of one record. */
export type Predicate = (record: Readonly<Record<string, unknown>>) => boolean

/**
 * Compile an expression to a test of records, by the rules of docs/reference/ceql.md ("Comparison"): missing is null;
 * null meets no condition but IS NULL, `= null` and the negative ones; a list meets what one of its elements meets;
 * `!=`, NOT LIKE and NOT IN are the exact opposites of `=`, LIKE and IN.
 *
 * @returns Pure, never throws, may be kept and used for any number of records.
 */
export function compilePredicate(expression: Expression): Predicate {
  switch (expression.kind) {
    case 'comparison':
      return compileComparison(expression.field, expression.operator, expression.value)
    case 'in':
      return compileIn(expression.field, expression.values, expression.negated)
    case 'null':
      return compileNullTest(expression.field, !expression.negated)
    case 'not':
      return opposite(compilePredicate(expression.operand))
    case 'and':
      return all(expression.operands.map(compilePredicate))
    default:
      return opposite(
        all(expression.operands.map((operand) => opposite(compilePredicate(operand)))),
      )
  }
}

function opposite(predicate: Predicate): Predicate {
  return (record) => !predicate(record)
}

function all(predicates: readonly Predicate[]): Predicate {
  return (record) => {
    for (const predicate of predicates) if (!predicate(record)) return false
    return true
  }
}

function compileNullTest(field: string, wantsNull: boolean): Predicate {
  const hasValue = compileAny(field, () => true)
  return wantsNull ? opposite(hasValue) : hasValue
}

function compileComparison(field: string, operator: ComparisonOperator, value: Literal): Predicate {
  if (operator === '!=') return opposite(compileComparison(field, '=', value))
  if (operator === 'NOT LIKE') return opposite(compileComparison(field, 'LIKE', value))
  if (value === null) return operator === '=' ? compileNullTest(field, true) : () => false
  if (operator === '=') return compileAny(field, compileEquality([value]))
  return compileAny(
    field,
    operator === 'LIKE' ? likeTest(String(value)) : orderTest(operator, value),
  )
}

function compileIn(field: string, values: readonly Literal[], negated: boolean): Predicate {
  const equals = compileAny(field, compileEquality(values))
  const isNull = values.includes(null) ? compileNullTest(field, true) : undefined
  const isIn: Predicate = isNull ? (record) => equals(record) || isNull(record) : equals
  return negated ? opposite(isIn) : isIn
}

function likeTest(pattern: string): ValueTest {
  const matches = compileLike(pattern)
  const test: ValueTest = (value) => {
    if (Array.isArray(value)) return value.some(test)
    return value !== null && typeof value !== 'object' && matches(String(value))
  }
  return test
}

function orderTest(
  operator: '<' | '<=' | '>' | '>=',
  literal: string | number | boolean,
): ValueTest {
  const distance = compileDistance(literal)
  const holds = orderings[operator]
  const test: ValueTest = (value) =>
    // NaN, the distance of what can't be compared, meets none of the four.
    Array.isArray(value) ? value.some(test) : holds(distance(value))
  return test
}

const orderings = {
  '<': (distance: number) => distance < 0,
  '<=': (distance: number) => distance <= 0,
  '>': (distance: number) => distance > 0,
  '>=': (distance: number) => distance >= 0,
} as const

/** How far a value is above a literal: its sign counts. The literal's kind decides what it can be compared with. */
function compileDistance(literal: string | number | boolean): (value: unknown) => number {
  const number = numberOf(literal)
  if (!Number.isNaN(number)) return (value) => numberOrEpochOf(value) - number
  const boolean = booleanOf(literal)
  if (boolean !== undefined)
    return (value) => Number(booleanOf(value) ?? Number.NaN) - Number(boolean)
  const text = String(literal)
  const instant = instantOf(text)
  if (!Number.isNaN(instant)) return (value) => epochOf(value) - instant
  return (value) => (typeof value === 'string' ? compareText(value, text) : Number.NaN)
}

// Next to a date, a number is milliseconds since the epoch: the platform's lists and many vendors write dates so.
function numberOrEpochOf(value: unknown): number {
  const number = numberOf(value)
  return Number.isNaN(number) && typeof value === 'string' ? instantOf(value) : number
}

function epochOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? instantOf(value) : Number.NaN
}
