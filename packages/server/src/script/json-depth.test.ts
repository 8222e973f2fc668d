import { describe, expect, it } from 'vitest'
import { nestsDeeperThan } from './json-depth.ts'

const nested = (depth: number) => '{"a":['.repeat(depth / 2) + ']}'.repeat(depth / 2)

describe('The nesting of a JSON text', () => {
  it('is counted over objects and lists', () => {
    expect(nestsDeeperThan(nested(10), 10)).toBe(false)
    expect(nestsDeeperThan(nested(10), 9)).toBe(true)
  })

  it('is not what follows one another', () => {
    expect(nestsDeeperThan(`[${'{},'.repeat(100)}[]]`, 2)).toBe(false)
  })

  it('does not count brackets in strings, whatever is escaped in them', () => {
    const text = JSON.stringify(['{{{', '"[[[', '\\"{{{\\', { '[[\\"[': '\\\\{{' }])

    expect(nestsDeeperThan(text, 2)).toBe(false)
    expect(nestsDeeperThan(text, 1)).toBe(true)
  })
})
