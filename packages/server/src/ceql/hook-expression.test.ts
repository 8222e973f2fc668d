import { describe, expect, it } from 'vitest'
import { formatCeql } from './format.ts'
import { hookRest, toHookExpression } from './hook-expression.ts'
import { parseCeql } from './parse.ts'

describe('toHookExpression', () => {
  it('lists AND-ed conditions with their operators as symbols', () => {
    expect(toHookExpression(parseCeql("a >= '2020-01-01' AND b = true AND c LIKE 'x%'"))).toEqual([
      { attribute: 'a', operator: '>=', value: '2020-01-01' },
      { attribute: 'b', operator: '=', value: true },
      { attribute: 'c', operator: 'LIKE', value: 'x%' },
    ])
  })

  it('gives IN a list and the null tests null', () => {
    expect(
      toHookExpression(parseCeql("a IN ('x', 2) AND b NOT IN (3) AND c IS NULL AND d IS NOT NULL")),
    ).toEqual([
      { attribute: 'a', operator: 'IN', value: ['x', 2] },
      { attribute: 'b', operator: 'NOT IN', value: [3] },
      { attribute: 'c', operator: 'IS NULL', value: null },
      { attribute: 'd', operator: 'IS NOT NULL', value: null },
    ])
  })

  it('leaves OR and NOT out, and says what it left out', () => {
    const expression = parseCeql('a = 1 AND (b = 2 OR c = 3) AND NOT d = 4')

    expect(toHookExpression(expression)).toEqual([{ attribute: 'a', operator: '=', value: 1 }])
    expect(formatCeql(hookRest(expression) ?? expression)).toBe('(b = 2 OR c = 3) AND NOT d = 4')
    expect(hookRest(parseCeql('a = 1'))).toBeUndefined()
  })
})
