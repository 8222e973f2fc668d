import { describe, expect, it } from 'vitest'
import { compareRecords, parseOrderBy } from './order-by.ts'

const sorted = (orderBy: string, records: readonly Record<string, unknown>[]) =>
  [...records].sort(compareRecords(parseOrderBy(orderBy)))

describe('parseOrderBy', () => {
  it('reads names with and without a direction', () => {
    expect(parseOrderBy('a, b desc,`c d` ASC, !e')).toEqual([
      { field: 'a', descending: false },
      { field: 'b', descending: true },
      { field: 'c d', descending: false },
      { field: 'e', descending: true },
    ])
  })

  it.each(['', 'a b', 'a,', 'a desc asc', '!', 'a = 1'])('refuses %j', (text) => {
    expect(() => parseOrderBy(text)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })
})

describe('compareRecords', () => {
  it('orders numbers and texts that spell them by value', () => {
    expect(sorted('a', [{ a: '10' }, { a: 9 }, { a: '-1' }])).toEqual([
      { a: '-1' },
      { a: 9 },
      { a: '10' },
    ])
  })

  it('orders dates by moment and texts without regard to case', () => {
    expect(sorted('a', [{ a: '2024-01-01T01:00:00+02:00' }, { a: '2023-12-31' }])).toEqual([
      { a: '2023-12-31' },
      { a: '2024-01-01T01:00:00+02:00' },
    ])
    expect(sorted('a desc', [{ a: 'b' }, { a: 'C' }, { a: 'A' }])).toEqual([
      { a: 'C' },
      { a: 'b' },
      { a: 'A' },
    ])
  })

  it('puts what is missing last in either direction', () => {
    const records = [{ a: null }, { a: 1 }, {}, { a: 2 }]

    expect(sorted('a', records)).toEqual([{ a: 1 }, { a: 2 }, { a: null }, {}])
    expect(sorted('a desc', records)).toEqual([{ a: 2 }, { a: 1 }, { a: null }, {}])
  })

  it('keeps kinds apart, so that the order does not depend on where it starts', () => {
    const values = ['9', '1a', '10', true, '2024-01-01', 'x', 3]
    const expected = sorted(
      'a',
      values.map((a) => ({ a })),
    ).map(({ a }) => a)

    expect(expected).toEqual([true, 3, '9', '10', '2024-01-01', '1a', 'x'])
    expect(
      sorted(
        'a',
        values.reverse().map((a) => ({ a })),
      ).map(({ a }) => a),
    ).toEqual(expected)
  })

  it('goes on to the next field where the first is equal, and follows paths', () => {
    const records = [
      { a: { b: 1 }, c: 1 },
      { a: { b: 1 }, c: 2 },
      { a: { b: 0 }, c: 3 },
    ]

    expect(sorted('a.b, c desc', records).map(({ c }) => c)).toEqual([3, 2, 1])
  })
})
