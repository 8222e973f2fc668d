import { describe, expect, it } from 'vitest'
import { buildConsentUrl } from './consent-url.ts'

describe('the consent URL', () => {
  const configuration = {
    'oauth.authorization.url': 'https://accounts.example.com/app/oauth/authorize',
    'oauth.api.key': 'my key',
    'oauth.callback.url': 'https://app.example.com/cb?x=1',
    'oauth.scope': 'full',
  }

  it('has the parameters in the order clients know', () => {
    expect(buildConsentUrl(configuration, { state: 'examplecrm' })).toBe(
      'https://accounts.example.com/app/oauth/authorize?scope=full&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb%3Fx%3D1&state=examplecrm&client_id=my%20key',
    )
  })

  it('keeps what the address already holds and repeats nothing', () => {
    const url = buildConsentUrl(
      {
        ...configuration,
        'oauth.authorization.url':
          ' https://x.example/auth?response_type=code&access_type=offline ',
      },
      { state: 's' },
    )

    expect(url).toMatch(
      /^https:\/\/x\.example\/auth\?response_type=code&access_type=offline&scope=full&redirect_uri=/,
    )
    expect(url.match(/response_type/g)).toHaveLength(1)
  })

  it('fills tokens of the address', () => {
    const url = buildConsentUrl(
      {
        ...configuration,
        subdomain: 'acme',
        'oauth.authorization.url': 'https://{subdomain}.example.com/auth',
      },
      { state: 's' },
    )

    expect(new URL(url).host).toBe('acme.example.com')
  })

  it('refuses an address with an empty token', () => {
    expect(() =>
      buildConsentUrl(
        { ...configuration, 'oauth.authorization.url': 'https://{site}.example.com/' },
        { state: 's' },
      ),
    ).toThrowError('{site}')
  })

  it('carries a PKCE challenge', () => {
    const { searchParams } = new URL(
      buildConsentUrl(configuration, { state: 's', codeChallenge: 'abc' }),
    )

    expect([searchParams.get('code_challenge'), searchParams.get('code_challenge_method')]).toEqual(
      ['abc', 'S256'],
    )
  })
})
