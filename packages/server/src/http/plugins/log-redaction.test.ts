import { describe, expect, it } from 'vitest'
import { redactQuery, redactUrl } from './log-redaction.ts'

describe('redactUrl', () => {
  it.each([
    [
      '/oauth/url?apiKey=k&apiSecret=s&state=x',
      '/oauth/url?apiKey=********&apiSecret=********&state=x',
    ],
    ['/cb?code=abc', '/cb?code=********'],
    [
      '/x?oauth.api.secret=s&oauth.api.key=k',
      '/x?oauth.api.secret=********&oauth.api.key=********',
    ],
    ['/x&password=p', '/x&password=********'],
    ['/x?oauth_token=a&oauth_verifier=b', '/x?oauth_token=********&oauth_verifier=********'],
    ['/x?decode=1&where=a', '/x?decode=1&where=a'],
    ['/code', '/code'],
    ['/connect/abc-_1?x=1', '/connect/********?x=1'],
    ['/e/connect-sessions/abc/start', '/e/connect-sessions/********/start'],
    ['/e/pending-connections/abc', '/e/pending-connections/********'],
    ['/e/connect-links/7', '/e/connect-links/7'],
  ])('logs %s as %s', (url, logged) => {
    expect(redactUrl(url)).toBe(logged)
  })
})

describe('redactQuery', () => {
  it('replaces the values of secret parameters, lists among them', () => {
    const query = { where: "token='x'", apiKey: 'k', access_token: ['a', 'b'], fields: 'id' }

    expect(redactQuery(query)).toEqual({
      where: "token='x'",
      apiKey: '********',
      access_token: '********',
      fields: 'id',
    })
  })
})
