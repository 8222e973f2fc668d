/**
 * CEQL, the query language of `where`: `field op literal` joined by AND and OR.
 * @see wire contract, section 2.0.8
 */

/** A value written in an expression. */
export type Literal = string | number | boolean | null

/** Comparison operators, in the symbols that hooks see. */
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'NOT LIKE'

/** One parsed expression. */
export type Expression =
  | {
      readonly kind: 'comparison'
      readonly field: string
      readonly operator: ComparisonOperator
      readonly value: Literal
    }
  | {
      readonly kind: 'in'
      readonly field: string
      readonly values: readonly Literal[]
      readonly negated: boolean
    }
  | { readonly kind: 'null'; readonly field: string; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
