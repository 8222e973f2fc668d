/** How requests to a vendor are authenticated: a scheme is a value. @see reference/element-format.md, section 4 */
import { ValenceError } from '../lib/errors.ts'

/** A flat configuration; `null` is an unset key. */
export type Configuration = Readonly<Record<string, string | null>>

/** The part of a vendor request a scheme decorates: headers by lower-case name, with the spelling for the wire. */
export interface Decorated {
  readonly headers: Map<string, readonly [name: string, value: string]>
}

export interface AuthScheme {
  /** `authentication.type` of the element. */
  readonly type: string
  /** Write the scheme's default before the element's parameters, which may override it. */
  authorize(request: Decorated, configuration: Configuration): void
}

function setAuthorization({ headers }: Decorated, value: string): void {
  headers.set('authorization', ['Authorization', value])
}

/** RFC 6750 §2.1. */
function authorizeBearer(request: Decorated, configuration: Configuration): void {
  const token = configuration['oauth.user.token']
  if (token) setAuthorization(request, `Bearer ${token}`)
}

/** RFC 7617. A missing password is empty. */
function authorizeBasic(request: Decorated, configuration: Configuration): void {
  const { username, password } = configuration
  if (username)
    setAuthorization(
      request,
      `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`,
    )
}

/** Everything is in the element's own parameters and hooks. */
function authorizeNothing(): void {}

const schemes: ReadonlyMap<string, AuthScheme> = new Map(
  [
    { type: 'oauth2', authorize: authorizeBearer },
    { type: 'oauth2Password', authorize: authorizeBearer },
    { type: 'basic', authorize: authorizeBasic },
    { type: 'custom', authorize: authorizeNothing },
    { type: 'none', authorize: authorizeNothing },
  ].map((scheme) => [scheme.type, scheme]),
)

/** The scheme of an element. @throws {ValenceError} `not_supported`. */
export function authScheme(type: string): AuthScheme {
  const scheme = schemes.get(type)
  if (scheme) return scheme
  throw new ValenceError(
    'not_supported',
    `Elements with authentication '${type}' can't be run yet. Known are ${[...schemes.keys()].join(', ')}.`,
  )
}
