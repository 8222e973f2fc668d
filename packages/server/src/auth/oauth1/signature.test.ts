import { createVerify, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Signable } from '../scheme.ts'
import { signOAuth1 } from './sign.ts'
import { baseString, percentEncode, signatureOf } from './signature.ts'

function aRequest(method: string, url: string, body?: string, type?: string): Signable {
  const headers: Signable['headers'] = new Map()
  if (type) headers.set('content-type', ['Content-Type', type])
  return { method, url, headers, body }
}

const printer = { 'oauth.api.key': 'dpf43f3p2l4k3l03', 'oauth.api.secret': 'kd94hf93k423kf44' }
const form = 'application/x-www-form-urlencoded'

describe('an OAuth 1 signature', () => {
  // RFC 5849, section 3.4.1.1.
  it('has the base string of the RFC’s example', () => {
    const base = baseString(
      'post',
      'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
      [
        ['b5', '=%3D'],
        ['a3', 'a'],
        ['c@', ''],
        ['a2', 'r b'],
        ['oauth_consumer_key', '9djdj82h48djs9d2'],
        ['oauth_token', 'kkk9d7dh3k39sjv7'],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', '137131201'],
        ['oauth_nonce', '7d8f3e4a'],
        ['c2', ''],
        ['a3', '2 q'],
      ],
    )

    expect(base).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    )
  })

  it('encodes all but the unreserved characters', () => {
    expect(percentEncode("A-_.~ !'()*é☃")).toBe('A-_.~%20%21%27%28%29%2A%C3%A9%E2%98%83')
  })

  // RFC 5849, section 1.2: the photo printer gets its token, and a photo.
  it.each([
    [
      'POST',
      'https://photos.example.net/token',
      ['hh5s93j4hdidpola', 'hdhd0244k9j7ao03', '137131201', 'walatlh'],
      [['oauth_verifier', 'hfdp7dh39dks9884'] as const],
      'gKgrFCywp7rO0OXSjdot/IHF7IU=',
    ],
    [
      'GET',
      'http://photos.example.net/photos',
      ['nnch734d00sl2jdk', 'pfkkdhi9sl3r4s00', '137131202', 'chapoH'],
      [['file', 'vacation.jpg'] as const, ['size', 'original'] as const],
      'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
    ],
  ] as const)(
    'signs the %s %s of the RFC',
    (method, url, [token, secret, at, nonce], more, signature) => {
      const base = baseString(method, url, [
        ['oauth_consumer_key', 'dpf43f3p2l4k3l03'],
        ['oauth_token', token],
        ['oauth_signature_method', 'HMAC-SHA1'],
        ['oauth_timestamp', at],
        ['oauth_nonce', nonce],
        ...more,
      ])
      const keys = { clientSecret: 'kd94hf93k423kf44', tokenSecret: secret, privateKey: undefined }

      expect(signatureOf('HMAC-SHA1', base, keys)).toBe(signature)
    },
  )

  const context = {
    configuration: { ...printer, 'oauth.user.token': 't', 'oauth.user.token.secret': 's' },
    now: 1_000,
    nonce: () => 'n',
  }

  it('is sent in the header, with all it was made from', () => {
    const request = aRequest('GET', 'https://v.test/x?a=1')

    signOAuth1(request, context, { oauth_verifier: 'v v' })

    const header = request.headers.get('authorization')?.[1] ?? ''
    expect(header).toMatch(
      /^OAuth oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="t", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1", oauth_nonce="n", oauth_version="1.0", oauth_verifier="v%20v", oauth_signature="[^"]+%3D"$/,
    )
  })

  it('covers a form body, and can stand in it', () => {
    const request = aRequest('POST', 'https://v.test/x', 'a=1', form)
    const configuration = {
      ...context.configuration,
      'oauth.request.authorization.type': 'body',
    }

    signOAuth1(request, { ...context, configuration })

    expect(request.headers.has('authorization')).toBe(false)
    expect(request.body).toMatch(/^a=1&oauth_consumer_key=dpf43f3p2l4k3l03&oauth_token=t&/)
    const plain = aRequest('POST', 'https://v.test/x', '{"a":1}', 'application/json')
    signOAuth1(plain, { ...context, configuration })
    expect(plain.body).toBe('{"a":1}')
    expect(plain.headers.has('authorization')).toBe(true)
  })

  it('can stand in the query', () => {
    const request = aRequest('GET', 'https://v.test/x?a=1')
    signOAuth1(request, {
      ...context,
      configuration: { ...context.configuration, 'oauth.request.authorization.type': 'query' },
    })

    const { searchParams } = new URL(request.url)
    expect(request.url).toMatch(/^https:\/\/v\.test\/x\?a=1&oauth_/)
    expect(searchParams.get('oauth_signature')).toMatch(/=$/)
    expect(request.headers.size).toBe(0)
  })

  it('is made with RSA where the element says so', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const keys = { clientSecret: '', tokenSecret: '', privateKey: pem.replaceAll('\n', '\\n') }

    const signature = signatureOf('RSA-SHA1', 'base', keys)

    const verifier = createVerify('RSA-SHA1').update('base')
    expect(verifier.verify(publicKey, signature, 'base64')).toBe(true)
    expect(() => signatureOf('RSA-SHA1', 'base', { ...keys, privateKey: 'nonsense' })).toThrowError(
      'oauth.private.key',
    )
  })

  it('of the kind PLAINTEXT is the two secrets', () => {
    const keys = { clientSecret: 'a&b', tokenSecret: 'c', privateKey: undefined }

    expect(signatureOf('PLAINTEXT', 'base', keys)).toBe('a%26b&c')
  })

  it('of an unknown kind is refused by name', () => {
    const configuration = { ...context.configuration, 'oauth.signature.method': 'MD5' }

    expect(() =>
      signOAuth1(aRequest('GET', 'https://v.test/'), { ...context, configuration }),
    ).toThrowError("'oauth.signature.method' is 'MD5'")
  })
})
