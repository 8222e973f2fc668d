import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ValenceError } from '../lib/errors.ts'
import type { Signable } from './scheme.ts'
import { wsSecurity } from './ws-security.ts'

const now = Date.parse('2026-11-24T12:00:00Z')

function signed(body: string, configuration: Record<string, string> = {}): string {
  const request: Signable = { method: 'POST', url: 'https://v.test/', headers: new Map(), body }
  wsSecurity.sign?.(request, {
    configuration: { username: 'ada', password: 'p<1', ...configuration },
    now,
    nonce: () => 'nonce',
  })
  return request.body as string
}

describe('a UsernameToken', () => {
  it('makes the header of an envelope that has none', () => {
    expect(signed('<soap:Envelope xmlns:soap="x"><soap:Body/></soap:Envelope>')).toMatch(
      /^<soap:Envelope xmlns:soap="x"><soap:Header><wsse:Security .*soap:mustUnderstand="1">.*<wsse:Username>ada<\/wsse:Username><wsse:Password Type="[^"]*#PasswordText">p&#60;1<.*<\/soap:Header><soap:Body\/>/,
    )
  })

  it.each([
    ['<Envelope><Header/><Body/></Envelope>', /^<Envelope><Header><wsse.*<\/Header><Body\/>/],
    [
      '<s:Envelope><s:Header><own/></s:Header></s:Envelope>',
      /^<s:Envelope><s:Header><wsse.*Security><own\/><\/s:Header>/,
    ],
  ])('joins the header of %s', (body, expected) => {
    expect(signed(body)).toMatch(expected)
  })

  it('can carry a digest in place of the password', () => {
    const text = signed('<Envelope/><Envelope></Envelope>'.slice(11), {
      'ws.security.password.type': 'PasswordDigest',
    })
    const digest = createHash('sha1').update('nonce2026-11-24T12:00:00.000Zp<1').digest('base64')

    expect(text).toContain(`#PasswordDigest">${digest}<`)
    expect(text).not.toContain('p&#60;1')
  })

  it('needs an envelope', () => {
    expect(() => signed('{}')).toThrowError(ValenceError)
  })
})
