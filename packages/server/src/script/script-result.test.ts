import { describe, expect, it } from 'vitest'
import { readResult } from './script-result.ts'

describe('The result of a script', () => {
  it('is the object given to done', () => {
    const read = readResult('{"a":1}', ['a'], ['line'])

    expect(read).toEqual({
      result: { a: 1 },
      value: { a: 1 },
      injected: new Set(['a']),
      console: ['line'],
    })
  })

  it.each([['true'], ['[1]'], ['"text"'], ['null']])(
    'is empty for %s, which stays the value',
    (json) => {
      const read = readResult(json, [], [])

      expect(read.result).toEqual({})
      expect(read.value).toEqual(JSON.parse(json))
    },
  )

  it('has no value when the script ended without one', () => {
    expect(readResult(undefined, [], [])).not.toHaveProperty('value')
  })

  it('never has a member named __proto__, at any depth', () => {
    const { result } = readResult('{"a":{"__proto__":{"admin":true}},"__proto__":1}', [], [])

    expect(Object.keys(result)).toEqual(['a'])
    expect(Object.assign({}, result['a'])).not.toHaveProperty('admin')
  })
})
