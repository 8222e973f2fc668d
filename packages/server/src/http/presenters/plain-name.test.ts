import { describe, expect, it } from 'vitest'
import { plainName } from './plain-name.ts'

describe('plainName', () => {
  it.each([
    ['My CRM', 'My CRM'],
    ['<b>My</b> CRM', 'My CRM'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['a < b', 'a < b'],
    ['<a<b>c', 'c'],
    ['  padded ', 'padded'],
    ['<>', ''],
  ])('makes %s into "%s"', (name, plain) => {
    expect(plainName(name)).toBe(plain)
  })

  it('takes linear time over a text of nothing but opening brackets', () => {
    const text = '<'.repeat(1_000_000)

    expect(plainName(text)).toBe(text)
  })
})
