import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileLike } from './like.ts'

/** The textbook definition, exponential and plain. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  const [first, rest] = [pattern[0], pattern.slice(1)]
  if (first === '%') return matches(rest, text) || (text !== '' && matches(pattern, text.slice(1)))
  return text !== '' && (first === '_' || first === text[0]) && matches(rest, text.slice(1))
}

describe('LIKE', () => {
  it.each([
    ['jo%', 'John', true],
    ['%HN', 'john', true],
    ['%oh%', 'John', true],
    ['j_hn', 'John', true],
    ['john', 'Johnny', false],
    ['%', '', true],
    ['_', '', false],
    ['_', '😀', true],
    ['100\\%', '100%', true],
    ['100\\%', '1000', false],
    ['a\\_b', 'axb', false],
    ['a.c', 'abc', false],
    ['(a+)+', '(A+)+', true],
  ])('%s on %s is %j', (pattern, text, expected) => {
    expect(compileLike(pattern)(text)).toBe(expected)
  })

  it('means what the definition says', () => {
    const letters = (alphabet: string[]) =>
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 9 })
    fc.assert(
      fc.property(letters(['a', 'b', '%', '_']), letters(['a', 'b']), (pattern, text) => {
        expect(compileLike(pattern)(text)).toBe(matches(pattern, text))
      }),
      { numRuns: 3000 },
    )
  })

  it('keeps that meaning for patterns longer than a machine word', () => {
    const middle = 'ab'.repeat(60)

    expect(compileLike(`%${middle}_c%`)(`x${middle}yc tail`)).toBe(true)
    expect(compileLike(`%${middle}_c%`)(`x${middle}c tail`)).toBe(false)
  })

  it('takes no more time on hostile patterns than their length explains', () => {
    const text = 'a'.repeat(20_000)
    const started = performance.now()

    expect(compileLike(`${'%a'.repeat(500)}%b`)(text)).toBe(false)
    expect(compileLike(`%${'a'.repeat(2000)}b%`)(text)).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
