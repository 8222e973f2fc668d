/** Every way to authenticate, by the names that elements have for it. */
import { ValenceError } from '../lib/errors.ts'
import { awsV2 } from './aws-v2.ts'
import { awsV4 } from './aws-v4.ts'
import { basic } from './basic.ts'
import { bearer } from './bearer.ts'
import { oauth1 } from './oauth1/sign.ts'
import type { AuthScheme } from './scheme.ts'
import { wsSecurity } from './ws-security.ts'

/** Everything is in the element's own parameters and hooks. */
const nothing = (type: string): AuthScheme => ({ type })

const schemes: ReadonlyMap<string, AuthScheme> = new Map(
  [
    bearer('oauth2'),
    bearer('oauth2Pkce'),
    bearer('oauth2Password'),
    bearer('oauth2ClientCredentials'),
    oauth1,
    basic,
    awsV2,
    awsV4,
    wsSecurity,
    nothing('custom'),
    nothing('apiKey'),
    nothing('customApiKey'),
    nothing('none'),
  ].map((scheme) => [scheme.type, scheme]),
)

/** Does this way carry an OAuth 2 access token? */
export function isBearerScheme(type: string): boolean {
  return type.startsWith('oauth2') && schemes.has(type)
}

/** Is this a way to authenticate that we know? */
export function isAuthScheme(type: string): boolean {
  return schemes.has(type)
}

/** The scheme of an element. @throws {ValenceError} `not_supported`. */
export function authScheme(type: string): AuthScheme {
  const scheme = schemes.get(type)
  if (scheme) return scheme
  throw new ValenceError(
    'not_supported',
    `Elements with authentication '${type}' can't be run yet. Known are ${[...schemes.keys()].join(', ')}.`,
  )
}
