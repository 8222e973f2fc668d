import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression, Literal } from './expression.ts'
import { formatCeql } from './format.ts'
import { parseCeql } from './parse.ts'

const field = fc.oneof(
  fc.constantFrom(
    'a',
    'a.b',
    'phones[type=work].number',
    'and',
    'NOT',
    'where',
    'with space',
    'tick`',
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
)
const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("it's", 'back\\slash', "\\'", '\\', 'null', 'true', '5', '‘', '"'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
  fc.boolean(),
  fc.constant(null),
)
const condition: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({
    kind: fc.constant('comparison' as const),
    field,
    operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>=', 'LIKE', 'NOT LIKE'),
    value: literal,
  }),
  fc.record({
    kind: fc.constant('in' as const),
    field,
    values: fc.array(literal, { minLength: 1, maxLength: 4 }),
    negated: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('null' as const), field, negated: fc.boolean() }),
)

function chain(kind: 'and' | 'or', operand: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const other = operand.filter((expression) => expression.kind !== kind)
  return fc.record({
    kind: fc.constant(kind),
    operands: fc.array(other, { minLength: 2, maxLength: 3 }),
  })
}

const expression: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition,
    chain('and', tie('any')),
    chain('or', tie('any')),
    fc.record({ kind: fc.constant('not' as const), operand: tie('any') }),
  ),
})).any

describe('formatCeql', () => {
  it('writes what parseCeql reads back, for every expression', () => {
    fc.assert(
      fc.property(expression, (original) => {
        expect(parseCeql(formatCeql(original))).toEqual(original)
      }),
      { numRuns: 1000 },
    )
  })

  it('writes parentheses only where they are needed', () => {
    const text = "a = 1 AND b LIKE 'x%' OR NOT (c IS NULL OR d NOT IN ('y', 2))"

    expect(formatCeql(parseCeql(text))).toBe(text)
  })

  it('puts names in backticks that would read as something else', () => {
    expect(formatCeql(parseCeql("`Modified Time` = 1 AND `not` = 'it''s'"))).toBe(
      "`Modified Time` = 1 AND `not` = 'it''s'",
    )
  })
})
