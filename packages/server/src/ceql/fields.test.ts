import { describe, expect, it } from 'vitest'
import { compileProjection, parseFields } from './fields.ts'

describe('parseFields', () => {
  it('reads names, dotted names and names in backticks', () => {
    expect(parseFields('a, b.c,`d,e`,,f[*].g')).toEqual(['a', 'b.c', 'd,e', 'f[*].g'])
  })

  it.each(['a b', 'a = 1', '`a'])('refuses %j', (text) => {
    expect(() => parseFields(text)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })
})

describe('compileProjection', () => {
  const record = {
    z: 1,
    a: { b: 2, c: { d: 3, e: 4 } },
    list: [{ x: 1, y: 2 }, { y: 3 }, 5],
    'a.q': 6,
  }

  it('keeps the named members in the record’s own order', () => {
    expect(Object.keys(compileProjection('a,z')(record) as object)).toEqual(['z', 'a'])
  })

  it.each([
    ['a.c.d', { a: { c: { d: 3 } } }],
    ['a.b,a.c', { a: { b: 2, c: { d: 3, e: 4 } } }],
    ['a,a.b', { a: record.a }],
    ['list.x', { list: [{ x: 1 }, {}] }],
    ['list[*].x', { list: [{ x: 1 }, {}] }],
    ['`a.q`', { a: {}, 'a.q': 6 }],
    ['unknown,z.deep', {}],
    ['*', record],
    ['', record],
  ])('%s', (fields, expected) => {
    expect(compileProjection(fields)(record)).toEqual(expected)
  })

  it('passes what is no object, and never touches a prototype', () => {
    const hostile = JSON.parse('{"__proto__": {"x": 1}, "a": 1}')

    expect(compileProjection('a')('text')).toBe('text')
    expect(Object.getPrototypeOf(compileProjection('__proto__,a')(hostile))).toBe(Object.prototype)
  })
})
