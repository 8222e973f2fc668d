import { describe, expect, it } from 'vitest'
import { parseDottedPath, setAt, unwrapAt, valueAt, wrapAt } from './json-path.ts'

describe('a dotted path', () => {
  it('is parsed into names and indexes', () => {
    expect(parseDottedPath('data[0].access_token')).toEqual(['data', 0, 'access_token'])
  })
})

describe('valueAt', () => {
  const body = { data: [{ id: 1 }, { id: 2 }], empty: null }

  it('finds members and indexes', () => expect(valueAt(body, ['data', 1, 'id'])).toBe(2))
  it('maps * over a list', () => expect(valueAt(body, ['data', '*', 'id'])).toEqual([1, 2]))
  it('is undefined where the path leads nowhere', () =>
    expect(valueAt(body, ['empty', 'x'])).toBeUndefined())
  it('never finds an inherited member', () =>
    expect(valueAt(body, ['constructor', 'name'])).toBeUndefined())
})

describe('a root key', () => {
  it('unwraps what it finds', () => expect(unwrapAt({ contacts: [1] }, ['contacts'])).toEqual([1]))
  it('leaves the body as it is where it finds nothing', () =>
    expect(unwrapAt({ a: 1 }, ['contacts'])).toEqual({ a: 1 }))
  it('wraps a request body', () =>
    expect(wrapAt({ a: 1 }, ['data', 'item'])).toEqual({ data: { item: { a: 1 } } }))
})

describe('setAt', () => {
  it('makes the parents it needs', () => {
    const root = {}

    setAt(root, ['a', 'list', 0, 'b'], 1)

    expect(root).toEqual({ a: { list: [{ b: 1 }] } })
  })

  it('reaches no prototype', () => {
    const root = {}

    setAt(root, ['__proto__', 'polluted'], true)

    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
