import { describe, expect, it } from 'vitest'
import { readWhere } from './where.ts'

const fields = new Set(['key', 'private', 'extended', 'element.key', 'createdDate'])
const mine = { key: 'mine', private: true, extended: false, element: { key: 'crm' } }
const theirs = { key: 'theirs', private: false, extended: false, createdDate: '2026-01-02' }

function matching(where: string | undefined) {
  return [mine, theirs].filter(readWhere(where, fields).matches).map((row) => row.key)
}

describe('readWhere', () => {
  it.each([
    [undefined, ['mine', 'theirs']],
    [' ', ['mine', 'theirs']],
    ["private='true'", ['mine']],
    ["private='false'", ['theirs']],
    ['private=true', ['mine']],
    ["extended='true'", []],
    ["private='true' AND key in ('mine','theirs')", ['mine']],
    ["private='true' and key in ('theirs')", []],
    ["key = 'theirs'", ['theirs']],
    ["createdDate>'2026-01-01'", ['theirs']],
    ["element.key = 'crm'", ['mine']],
  ])('evaluates %s', (where, keys) => {
    expect(matching(where)).toEqual(keys)
  })

  it("takes abridged='true' as a wish for short forms, not as a filter", () => {
    const where = readWhere("private='true' AND abridged='true' AND key in ('mine')", fields)

    expect(where.abridged).toBe(true)
    expect([mine, theirs].filter(where.matches)).toEqual([mine])
  })

  it('knows a request for the long form', () => {
    expect(readWhere("abridged='false'", fields).abridged).toBe(false)
  })

  it.each(["secret='x'", "private='true' OR nope=1", 'this is no query', "key='"])(
    'refuses %s instead of ignoring it',
    (where) => {
      expect(() => readWhere(where, fields)).toThrowError(
        expect.objectContaining({ code: 'invalid_request', status: 400 }),
      )
    },
  )
})
