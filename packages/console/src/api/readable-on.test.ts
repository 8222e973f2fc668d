import { describe, expect, it } from 'vitest'
import { readableOn } from './readable-on.ts'

describe('readableOn', () => {
  it('is white on dark colours and black on light ones', () => {
    expect(readableOn('#0a66c2')).toBe('#ffffff')
    expect(readableOn('#000000')).toBe('#ffffff')
    expect(readableOn('#ffd400')).toBe('#000000')
    expect(readableOn('#ffffff')).toBe('#000000')
  })

  it('takes the short form', () => {
    expect(readableOn('#fd0')).toBe('#000000')
    expect(readableOn('#036')).toBe('#ffffff')
  })
})
