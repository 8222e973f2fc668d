/** A provider of OAuth 1.0 tokens that checks every signature, by its own reading of RFC 5849. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { StandInAnswer, StandInRequest } from './stand-in.ts'

const client = { key: 'consumer', secret: 'consumer&secret' }
const temporary = { token: 'temp', secret: 'temp secret', verifier: 'approved' }
const granted = { token: 'granted', secret: 'granted/secret' }

/** What the test knows of the application and the person. */
export const oauth1Application = { client, temporary, granted }

/** Answers the token endpoints, and everything else for the granted token with `serve`. */
export function oauth1Provider(
  origin: () => string,
  serve: (request: StandInRequest) => StandInAnswer,
): (request: StandInRequest) => StandInAnswer {
  const nonces = new Set<string>()
  return (request) => {
    const given = protocolParameters(request)
    const secretOf: Record<string, string> = {
      '': '',
      [temporary.token]: temporary.secret,
      [granted.token]: granted.secret,
    }
    const secret = secretOf[given.get('oauth_token') ?? '']
    const nonce = given.get('oauth_nonce') ?? ''
    if (given.get('oauth_consumer_key') !== client.key || secret === undefined)
      return refused('consumer_key_unknown')
    if (nonce === '' || nonces.has(nonce)) return refused('nonce_used')
    nonces.add(nonce)
    if (!isSigned(origin(), request, given, secret)) return refused('signature_invalid')
    if (request.path.endsWith('/OAuthGetRequestToken'))
      return given.has('oauth_callback') ? form(temporary) : refused('parameter_absent')
    if (request.path.endsWith('/OAuthGetAccessToken'))
      return given.get('oauth_verifier') === temporary.verifier
        ? form(granted)
        : refused('verifier_invalid')
    return given.get('oauth_token') === granted.token ? serve(request) : refused('token_rejected')
  }
}

function form({ token, secret }: { token: string; secret: string }): StandInAnswer {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ oauth_token: token, oauth_token_secret: secret }).toString(),
  }
}

function refused(problem: string): StandInAnswer {
  return {
    status: 401,
    headers: { 'content-type': 'text/plain' },
    body: `oauth_problem=${problem}`,
  }
}

function protocolParameters({ headers, query }: StandInRequest): Map<string, string> {
  const header = headers.authorization?.replace(/^OAuth /, '') ?? ''
  const written = [...header.matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, decodeURIComponent(value)] as const,
  )
  return new Map([...written, ...[...query].filter(([name]) => name.startsWith('oauth_'))])
}

function isSigned(
  origin: string,
  { method, path, query, form: body, headers }: StandInRequest,
  given: Map<string, string>,
  tokenSecret: string,
): boolean {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const all = [
    ...[...query].filter(([name]) => !name.startsWith('oauth_')),
    ...(isForm ? [...body] : []),
    ...[...given].filter(([name]) => name !== 'oauth_signature'),
  ].map(([name, value]) => `${encode(name)}=${encode(value)}`)
  const base = [method, `${origin}${path}`, all.sort().join('&')].map(encode).join('&')
  const key = `${encode(client.secret)}&${encode(tokenSecret)}`
  const expected = createHmac('sha1', key).update(base).digest()
  const signature = Buffer.from(given.get('oauth_signature') ?? '', 'base64')
  return signature.length === expected.length && timingSafeEqual(signature, expected)
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
