/** Conditions as scripts write them, read back into expressions. */
import type { ComparisonOperator, Expression, Literal } from '../../ceql/expression.ts'
import type { HookCondition } from '../../ceql/hook-expression.ts'
import { ValenceError } from '../../lib/errors.ts'

const comparisons: ReadonlySet<string> = new Set([
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'LIKE',
  'NOT LIKE',
])

/** @throws {ValenceError} `script_failed` for a condition that says nothing CEQL can. */
export function fromConditions(conditions: readonly HookCondition[]): Expression[] {
  return conditions.map((condition) => {
    const { attribute: field, value } = condition
    const operator = String(condition.operator ?? '=').toUpperCase()
    if (typeof field !== 'string' || field === '') throw strange(condition)
    if (operator === 'IS NULL' || operator === 'IS NOT NULL') {
      return { kind: 'null', field, negated: operator === 'IS NOT NULL' }
    }
    if (operator === 'IN' || operator === 'NOT IN') {
      const values = (Array.isArray(value) ? value : [value]) as Literal[]
      return { kind: 'in', field, values, negated: operator === 'NOT IN' }
    }
    if (!comparisons.has(operator) || !isLiteral(value)) throw strange(condition)
    return { kind: 'comparison', field, operator: operator as ComparisonOperator, value }
  })
}

function isLiteral(value: unknown): value is Literal {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function strange(condition: unknown): ValenceError {
  return new ValenceError(
    'script_failed',
    `The script made the condition ${JSON.stringify(condition)?.slice(0, 200)} of the where; attribute, operator and value are needed.`,
  )
}
