/** Getting a token with OAuth 1.0 (RFC 5849, section 2). */
import { randomBytes } from 'node:crypto'
import { ValenceError } from '../../lib/errors.ts'
import { readBody } from '../../lib/read-body.ts'
import type { TokenEndpointDependencies } from '../oauth2/token-endpoint.ts'
import type { Configuration, Signable } from '../scheme.ts'
import { type FurtherParameters, signOAuth1 } from './sign.ts'

/** Temporary or token credentials. */
export interface TokenCredentials {
  readonly token: string
  readonly secret: string
}

type AddressKey = 'oauth.request.url' | 'oauth.token.url'

/** Largest answer that is read. */
const maxBytes = 64 * 1024

/**
 * Temporary credentials, from `oauth.request.url` (section 2.1), to send a person to the consent page with.
 *
 * @throws {ValenceError} `missing_configuration`, `client_rejected`, `vendor_failed`, `vendor_unreachable`, `vendor_timeout`.
 */
export function requestToken(
  configuration: Configuration,
  deps: TokenEndpointDependencies,
): Promise<TokenCredentials> {
  const signing = {
    ...configuration,
    'oauth.user.token': null,
    'oauth.user.token.secret': null,
  }
  const callback = configuration['oauth.callback.url'] || 'oob'
  return ask(signing, 'oauth.request.url', { oauth_callback: callback }, deps)
}

/**
 * The token's credentials, from `oauth.token.url` (section 2.3), for the temporary ones that a person approved.
 *
 * @throws {ValenceError} `missing_configuration`, `code_rejected`, `vendor_failed`, `vendor_unreachable`, `vendor_timeout`.
 */
export function accessToken(
  configuration: Configuration,
  approved: TokenCredentials & { readonly verifier: string },
  deps: TokenEndpointDependencies,
): Promise<TokenCredentials> {
  const signing = {
    ...configuration,
    'oauth.user.token': approved.token,
    'oauth.user.token.secret': approved.secret,
  }
  return ask(signing, 'oauth.token.url', { oauth_verifier: approved.verifier }, deps)
}

async function ask(
  configuration: Configuration,
  key: AddressKey,
  further: FurtherParameters,
  { http, clock, timeoutMs }: TokenEndpointDependencies,
): Promise<TokenCredentials> {
  const address = configuration[key] ?? ''
  if (!URL.canParse(address)) {
    throw new ValenceError('missing_configuration', `'${key}' of the element is missing or no URL.`)
  }
  const request: Signable = {
    method: 'POST',
    url: address,
    headers: new Map([['content-type', ['Content-Type', 'application/x-www-form-urlencoded']]]),
    body: '',
  }
  const nonce = () => randomBytes(16).toString('hex')
  signOAuth1(request, { configuration, now: clock.now(), nonce }, further)
  const answer = await http.request({
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers.values()),
    body: request.body as string,
    timeoutMs,
  })
  const text = (await readBody(answer, maxBytes)).toString('utf8')
  return credentialsOf(answer.status, text, key)
}

function credentialsOf(status: number, text: string, key: AddressKey): TokenCredentials {
  const form = new URLSearchParams(text.trim())
  const token = form.get('oauth_token')
  const secret = form.get('oauth_token_secret')
  if (status < 300 && token !== null && secret !== null) return { token, secret }
  const said = (form.get('oauth_problem') ?? text.replace(/<[^>]*>/g, ' ')).trim().slice(0, 200)
  throw refusal(status, said, key)
}

function refusal(status: number, said: string, key: AddressKey): ValenceError {
  const options = said ? { providerMessage: said } : {}
  if (status < 400 || status >= 500) {
    const message = `'${key}' answered with HTTP status ${status} and no token.`
    return new ValenceError('vendor_failed', message, options)
  }
  const why = said || `HTTP status ${status}`
  return key === 'oauth.request.url'
    ? new ValenceError(
        'client_rejected',
        `The vendor does not accept the client ('oauth.api.key', 'oauth.api.secret') or its callback URL: ${why}.`,
        options,
      )
    : new ValenceError(
        'code_rejected',
        `The vendor does not accept the approved token: ${why}. Let the person approve again.`,
        options,
      )
}
