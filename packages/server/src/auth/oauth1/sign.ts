/** Requests signed with OAuth 1.0 (RFC 5849, section 3). */
import { ValenceError } from '../../lib/errors.ts'
import {
  type AuthScheme,
  type Configuration,
  requireValue,
  type Signable,
  type SigningContext,
  setWireHeader,
} from '../scheme.ts'
import {
  baseString,
  type Parameter,
  percentEncode,
  type SignatureMethod,
  signatureMethods,
  signatureOf,
} from './signature.ts'

/** Further protocol parameters: `oauth_callback` or `oauth_verifier`, while a token is got. */
export type FurtherParameters = Readonly<Record<string, string>>

/** Every call of an instance is signed with its token. */
export const oauth1: AuthScheme = {
  type: 'oauth1',
  sign: (request, context) => signOAuth1(request, context),
}

/**
 * Sign a request with the client's and the token's secret of the configuration, by `oauth.signature.method` (HMAC-SHA1
 * unless it says otherwise), and put the protocol parameters where `oauth.request.authorization.type` says: `header`
 * (default), `query` or `body`.
 *
 * @throws {ValenceError} `missing_configuration`, `invalid_request`.
 */
export function signOAuth1(
  request: Signable,
  { configuration, now, nonce }: SigningContext,
  further: FurtherParameters = {},
): void {
  const method = signatureMethod(configuration)
  const token = configuration['oauth.user.token']
  const protocol: Parameter[] = [
    ['oauth_consumer_key', requireValue(configuration, 'oauth.api.key', 'the consumer key')],
    ...(token ? [['oauth_token', token] as const] : []),
    ['oauth_signature_method', method],
    ['oauth_timestamp', String(Math.floor(now / 1000))],
    ['oauth_nonce', nonce()],
    ['oauth_version', '1.0'],
    ...Object.entries(further),
  ]
  const base = baseString(request.method, request.url, [...sentParameters(request), ...protocol])
  const signature = signatureOf(method, base, {
    clientSecret: configuration['oauth.api.secret'] ?? '',
    tokenSecret: configuration['oauth.user.token.secret'] ?? '',
    privateKey: configuration['oauth.private.key'] ?? undefined,
  })
  place(request, placementOf(configuration, request), [...protocol, ['oauth_signature', signature]])
}

function signatureMethod(configuration: Configuration): SignatureMethod {
  const named = (configuration['oauth.signature.method'] || 'HMAC-SHA1').toUpperCase()
  const method = signatureMethods.find((known) => known === named)
  if (method) return method
  throw new ValenceError(
    'invalid_request',
    `'oauth.signature.method' is '${named}'; it can be ${signatureMethods.join(', ')}.`,
  )
}

/** Section 3.4.1.3.1: the query, and the body where it is a form. */
function sentParameters(request: Signable): Parameter[] {
  const query = [...new URL(request.url).searchParams]
  return isForm(request) ? [...query, ...new URLSearchParams(request.body as string)] : query
}

function isForm({ headers, body }: Signable): boolean {
  const type = headers.get('content-type')?.[1] ?? ''
  return typeof body === 'string' && /^application\/x-www-form-urlencoded/i.test(type)
}

type Placement = 'header' | 'query' | 'body'

/** A body that is no form has no place for parameters (section 3.5.2): then they go to the header. */
function placementOf(configuration: Configuration, request: Signable): Placement {
  const named = configuration['oauth.request.authorization.type']?.trim().toLowerCase()
  if (named === 'query') return 'query'
  return named === 'body' && isForm(request) ? 'body' : 'header'
}

function place(request: Signable, placement: Placement, parameters: readonly Parameter[]): void {
  if (placement === 'header') {
    const written = parameters.map(
      ([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`,
    )
    setWireHeader(request, 'Authorization', `OAuth ${written.join(', ')}`)
    return
  }
  const pairs = parameters.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
  if (placement === 'query') {
    const separator = request.url.includes('?') ? '&' : '?'
    request.url += separator + pairs.join('&')
  } else request.body = [request.body, ...pairs].filter((part) => part !== '').join('&')
}
