import { describe, expect, it } from 'vitest'
import { readSegments } from './hub-request.ts'

const base = '/elements/api-v2/hubs'

describe('readSegments', () => {
  it.each([
    ['/crm/contacts', ['contacts']],
    ['/crm/contacts/42/notes?x=/y/', ['contacts', '42', 'notes']],
    ['/-/contacts', ['contacts']],
    ['/crm/contacts/a%2Fb', ['contacts', 'a/b']],
    ['/crm/contacts/a%20b+c', ['contacts', 'a b+c']],
    ['/crm/contacts/ada@example.com', ['contacts', 'ada@example.com']],
  ])('reads %s', (path, segments) => {
    expect(readSegments(base + path)).toEqual(segments)
  })

  it.each(['/crm/contacts/..', '/crm/contacts/%2e%2E/x', '/crm/./contacts', '/crm/contacts/%zz'])(
    'refuses %s',
    (path) => {
      expect(() => readSegments(base + path)).toThrowError(
        expect.objectContaining({ code: 'invalid_request' }),
      )
    },
  )
})
