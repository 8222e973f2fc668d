import { describe, expect, it } from 'vitest'
import { decodePageToken, encodePageToken, type PageToken } from './page-token.ts'

describe('a next-page token', () => {
  const token: PageToken = {
    resume: { kind: 'vendor', size: 100, number: 3, cursor: 'abc', offset: 7, matched: 207 },
    query: { where: "Email='a@example.com'", pageSize: '50' },
  }

  it('brings the place and the query back', () =>
    expect(decodePageToken(encodePageToken(token))).toEqual(token))

  it('does not carry the token it was made from', () => {
    const again = encodePageToken({ ...token, query: { ...token.query, nextPage: 'older' } })

    expect(decodePageToken(again).query).toEqual(token.query)
  })

  it.each([
    '',
    'x',
    'e30',
    Buffer.from('{"v":1,"resume":{"kind":"vendor","size":-1},"query":{}}').toString('base64url'),
  ])('is refused when it is not ours: %j', (text) =>
    expect(() => decodePageToken(text)).toThrowError(
      expect.objectContaining({ code: 'invalid_request' }),
    ),
  )
})
