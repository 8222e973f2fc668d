import { describe, expect, it } from 'vitest'
import { redactUrl } from './log-redaction.ts'

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
  ])('logs %s as %s', (url, logged) => {
    expect(redactUrl(url)).toBe(logged)
  })
})
