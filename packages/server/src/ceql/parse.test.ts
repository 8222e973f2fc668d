import { describe, expect, it } from 'vitest'
import type { Expression } from './expression.ts'
import { parseCeql } from './parse.ts'

const equals = (field: string, value: string | number | boolean | null): Expression => ({
  kind: 'comparison',
  field,
  operator: '=',
  value,
})

function messageOf(text: string): string {
  try {
    parseCeql(text)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('parseCeql', () => {
  it.each([
    ["private='true'", equals('private', 'true')],
    ['defaultAccount=true', equals('defaultAccount', true)],
    ["key in ('a','b')", { kind: 'in', field: 'key', values: ['a', 'b'], negated: false }],
    [
      "createdDate>'2014-08-01'",
      { kind: 'comparison', field: 'createdDate', operator: '>', value: '2014-08-01' },
    ],
    [
      "channel='webhook' and status='queued' and config.url='https://x.test/a?b=c'",
      {
        kind: 'and',
        operands: [
          equals('channel', 'webhook'),
          equals('status', 'queued'),
          equals('config.url', 'https://x.test/a?b=c'),
        ],
      },
    ],
  ])('reads what clients send to platform lists: %s', (text, expected) => {
    expect(parseCeql(text)).toEqual(expected)
  })

  it.each(['=', '!=', '<', '<=', '>', '>='])(
    'reads the operator %s with and without spaces',
    (operator) => {
      const expected = { kind: 'comparison', field: 'a', operator, value: 1 }

      expect(parseCeql(`a${operator}1`)).toEqual(expected)
      expect(parseCeql(` a ${operator} 1 `)).toEqual(expected)
    },
  )

  it('reads <> as !=', () => {
    expect(parseCeql('a <> 1')).toEqual({
      kind: 'comparison',
      field: 'a',
      operator: '!=',
      value: 1,
    })
  })

  it('reads LIKE, IN, IS NULL and their NOT forms in any case', () => {
    expect(parseCeql("a LIKE 'x%' AND b nOt LiKe 'y'")).toMatchObject({
      operands: [{ operator: 'LIKE' }, { operator: 'NOT LIKE' }],
    })
    expect(parseCeql('a Not In (1, 2)')).toEqual({
      kind: 'in',
      field: 'a',
      values: [1, 2],
      negated: true,
    })
    expect(parseCeql('a is null')).toEqual({ kind: 'null', field: 'a', negated: false })
    expect(parseCeql('a IS not NULL')).toEqual({ kind: 'null', field: 'a', negated: true })
  })

  it('binds AND tighter than OR, and parentheses tightest', () => {
    const [a, b, c] = [equals('a', 1), equals('b', 2), equals('c', 3)]

    expect(parseCeql('a=1 OR b=2 AND c=3')).toEqual({
      kind: 'or',
      operands: [a, { kind: 'and', operands: [b, c] }],
    })
    expect(parseCeql('(a=1 OR b=2) AND c=3')).toEqual({
      kind: 'and',
      operands: [{ kind: 'or', operands: [a, b] }, c],
    })
    expect(parseCeql('(a=1 AND b=2) AND c=3')).toEqual({ kind: 'and', operands: [a, b, c] })
  })

  it('reads NOT before a condition and before parentheses', () => {
    expect(parseCeql('NOT a=1')).toEqual({ kind: 'not', operand: equals('a', 1) })
    expect(parseCeql('not (a=1)')).toEqual({ kind: 'not', operand: equals('a', 1) })
    expect(parseCeql('not = 1')).toEqual(equals('not', 1))
  })

  it.each([
    ["a = 'O''Brien'", "O'Brien"],
    ["a = 'O\\'Brien'", "O'Brien"],
    ['a = "say ""hi"""', 'say "hi"'],
    ["a = 'C:\\dir'", 'C:\\dir'],
    ["a = 'ends with \\\\'", 'ends with \\'],
    ['a = ‘typographic’', 'typographic'],
    ['a = 2014-08-01T00:00:00Z', '2014-08-01T00:00:00Z'],
    ['a = active', 'active'],
    ["a = ''", ''],
  ])('reads the text of %s', (text, value) => {
    expect(parseCeql(text)).toEqual(equals('a', value))
  })

  it.each([
    ['5', 5],
    ['-1.5', -1.5],
    ['TRUE', true],
    ['Null', null],
    ['007', '007'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.50', '1.50'],
  ])('reads the unquoted %s without losing anything', (text, value) => {
    expect(parseCeql(`a = ${text}`)).toEqual(equals('a', value))
  })

  it.each([
    ['`Modified Time` = 1', 'Modified Time'],
    ["'Modified Time' = 1", 'Modified Time'],
    ['`a.b` = 1', 'a.b'],
    ['`back``tick` = 1', 'back`tick'],
    ['a.b:c = 1', 'a.b:c'],
    ['phones[type=work].number = 1', 'phones[type=work].number'],
    ["phones[?(@.type == 'work phone')].number = 1", "phones[?(@.type == 'work phone')].number"],
    ['@type = 1', '@type'],
    ['like = 1', 'like'],
    ['and = 1', 'and'],
  ])('reads the field of %s', (text, field) => {
    expect(parseCeql(text)).toEqual(equals(field, 1))
  })

  it('forgives a leading where=, but reads a field of that name', () => {
    expect(parseCeql("where=name='x'")).toEqual(equals('name', 'x'))
    expect(parseCeql("where='x'")).toEqual(equals('where', 'x'))
  })

  it('forgives a stray % after AND', () => {
    const expected = { kind: 'and', operands: [equals('a', 1), equals('b', 2)] }

    expect(parseCeql('a=1 AND % b=2')).toEqual(expected)
    expect(parseCeql('a=1 AND% b=2')).toEqual(expected)
  })

  it.each([
    ['', 'character 1: expected a field name, found the end'],
    ['a', 'character 2: expected an operator'],
    ['a =', 'character 4: expected a value, found the end'],
    ["a = 'x", "expected the ' that closes the one at character 5"],
    ['a = 1 b = 2', 'character 7: expected AND, OR or the end, found "b = 2"'],
    ['a = 1 AND', 'expected a field name'],
    ['a = AND b = 1', 'character 5: expected a value, found "AND b = 1"'],
    ['(a = 1', 'expected AND, OR or )'],
    ['a IN ()', 'character 7: expected a value'],
    ['a IN (1', 'expected , or )'],
    ['a IN 1', 'expected ( and a list of values'],
    ['a IS 1', 'expected NULL or NOT NULL'],
    ['a NOT 1', 'expected LIKE or IN'],
    ['a ! 1', 'character 3: expected an operator'],
    ['a[0 = 1', 'expected the ] that closes the [ at character 2'],
    ['`` = 1', 'expected a field name'],
  ])('says what is wrong with %j', (text, part) => {
    expect(messageOf(text)).toContain(part)
    expect(() => parseCeql(text)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })

  it('refuses more than 8,192 characters, 32 levels and 1,000 values', () => {
    const list = (count: number) => `a IN (${Array.from({ length: count }, (_, i) => i).join(',')})`
    const nested = (depth: number) => `${'('.repeat(depth)}a=1${')'.repeat(depth)}`

    expect(parseCeql(list(1000))).toMatchObject({ kind: 'in' })
    expect(messageOf(list(1001))).toContain('at most 1000 values')
    expect(parseCeql(nested(32))).toEqual(equals('a', 1))
    expect(messageOf(nested(33))).toContain('at most 32 levels')
    expect(messageOf(`${'NOT '.repeat(2000)}a=1`)).toContain('at most 32 levels')
    expect(messageOf(`a = '${'x'.repeat(8192)}'`)).toContain('8198 characters')
  })
})
