import type { Expression } from './expression.ts'

/** The conditions that must all hold: the operands of an AND, or the expression itself. */
export function conjunctsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' ? expression.operands.flatMap(conjunctsOf) : [expression]
}

/** The expression that holds when all of these do; `undefined` of none. */
export function conjunctionOf(operands: readonly Expression[]): Expression | undefined {
  return operands.length > 1 ? { kind: 'and', operands } : operands[0]
}
