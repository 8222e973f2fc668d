/**
 * `request_expression`: the flat list of conditions that hooks and transformation scripts read. A list can only say AND,
 * so a condition with OR or NOT around it is left out; what the hook then asks of the vendor is too wide, never too
 * narrow, and `hookRest` is what remains to be evaluated on the answer.
 * @see reference of the element format, "preHooks"; docs/reference/ceql.md, "What hooks see"
 */
import { conjunctionOf, conjunctsOf } from './conjuncts.ts'
import type { Expression, Literal } from './expression.ts'

/** A condition as hooks know it. */
export interface HookCondition {
  readonly attribute: string
  /** `=`, `!=`, `<`, `<=`, `>`, `>=`, `LIKE`, `NOT LIKE`, `IN`, `NOT IN`, `IS NULL` or `IS NOT NULL`. */
  readonly operator: string
  /** The literal; a list for IN; `null` for the null tests. */
  readonly value: Literal | readonly Literal[]
}

/** The AND-ed conditions of an expression, in their order; empty when all of it is under OR or NOT. */
export function toHookExpression(expression: Expression): HookCondition[] {
  return conjunctsOf(expression)
    .map(toCondition)
    .filter((condition) => condition !== undefined)
}

/** The part of an expression that `toHookExpression` leaves out; `undefined` when nothing is. */
export function hookRest(expression: Expression): Expression | undefined {
  return conjunctionOf(
    conjunctsOf(expression).filter((operand) => toCondition(operand) === undefined),
  )
}

function toCondition(expression: Expression): HookCondition | undefined {
  switch (expression.kind) {
    case 'comparison':
      return { attribute: expression.field, operator: expression.operator, value: expression.value }
    case 'in':
      return {
        attribute: expression.field,
        operator: expression.negated ? 'NOT IN' : 'IN',
        value: expression.values,
      }
    case 'null':
      return {
        attribute: expression.field,
        operator: expression.negated ? 'IS NOT NULL' : 'IS NULL',
        value: null,
      }
    default:
      return undefined
  }
}
