/** The token endpoint: one call, through the egress policy, with its answer in the form of RFC 6749. */
import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  customFetch,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import type { Clock } from '../../lib/clock.ts'
import { isValenceError, ValenceError } from '../../lib/errors.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import { readBody } from '../../lib/read-body.ts'
import type { Configuration } from '../scheme.ts'
import { normaliseTokenResponse } from './token-response.ts'
import type { TokenSet } from './token-set.ts'

export interface TokenEndpointDependencies {
  readonly http: HttpClient
  readonly clock: Clock
  /** From connect to the last byte. */
  readonly timeoutMs: number
}

/** Largest answer of a token endpoint that is read. */
const maxBytes = 256 * 1024

/** @throws {ValenceError} `missing_configuration` when the element and the caller name no token URL. */
export function authorizationServer(url: string | null | undefined): AuthorizationServer {
  if (!url || !URL.canParse(url)) {
    throw new ValenceError(
      'missing_configuration',
      `The token URL '${url ?? ''}' of the element is missing or no URL.`,
    )
  }
  return { issuer: new URL(url).origin, token_endpoint: url }
}

/** The client as the protocol library knows it. */
export function oauthClient(configuration: Configuration): Client {
  return { client_id: configuration['oauth.api.key'] ?? '' }
}

type Fetch = (
  url: string,
  request: { method: string; headers: Record<string, string>; body: URLSearchParams },
) => Promise<Response>

/** Options of the protocol library: our way out, and `http:` where the egress policy lets it through. */
export function requestOptions(
  deps: TokenEndpointDependencies,
  normalise: typeof tokenResponse | typeof plainResponse = tokenResponse,
) {
  const fetch: Fetch = async (url, { method, headers, body }) => {
    const { http, timeoutMs } = deps
    const answer = await http.request({ method, url, headers, body: body.toString(), timeoutMs })
    const text = (await readBody(answer, maxBytes)).toString('utf8')
    const { host } = new URL(url)
    if (answer.status === 429) throw limited(host, answer.headers['retry-after'])
    if (answer.status >= 500)
      throw new ValenceError(
        'vendor_failed',
        `The token endpoint of ${host} failed with HTTP status ${answer.status}.`,
      )
    return normalise(host, answer.status, text)
  }
  return { [allowInsecureRequests]: true, [customFetch]: fetch }
}

function tokenResponse(host: string, status: number, text: string): Response {
  const normal = normaliseTokenResponse(status, text)
  if (normal) return Response.json(normal.body, { status: normal.status })
  throw new ValenceError(
    'vendor_failed',
    `The token endpoint of ${host} answered something that is no token response (HTTP status ${status}).`,
  )
}

/** A revocation endpoint's answer: only its status counts (RFC 7009 §2.2), and 204 is as good as 200. */
export function plainResponse(_host: string, status: number, _text: string): Response {
  return new Response(null, { status: status < 300 ? 200 : status })
}

function limited(host: string, retryAfter: string | undefined): ValenceError {
  const seconds = Number(retryAfter)
  return new ValenceError(
    'rate_limited',
    `The token endpoint of ${host} limits the rate of requests.`,
    {
      retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : 30,
    },
  )
}

export function toTokenSet(
  response: TokenEndpointResponse,
  configuration: Configuration,
): TokenSet {
  const captured = capturedValues(response, configuration['oauth.token.captures'])
  return {
    accessToken: response.access_token,
    ...(response.refresh_token === undefined ? {} : { refreshToken: response.refresh_token }),
    ...(response.expires_in === undefined ? {} : { expiresIn: response.expires_in }),
    ...(response.scope === undefined ? {} : { scope: response.scope }),
    ...(Object.keys(captured).length === 0 ? {} : { captured }),
  }
}

/** `oauth.token.captures` of the element, JSON: member of the answer -> configuration key. */
function capturedValues(
  response: TokenEndpointResponse,
  declared: string | null | undefined,
): Record<string, string> {
  if (!declared) return {}
  const keys = JSON.parse(declared) as Record<string, string>
  const found = Object.entries(keys).flatMap(([member, key]) => {
    const value = response[member]
    return typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : []
  })
  return Object.fromEntries(found)
}

/** An OAuth error (RFC 6749 §5.2) as the vendor said it, without the secrets we sent. */
export interface OAuthFailure {
  readonly error: string
  readonly description: string
  readonly status: number
}

/** @returns what the vendor said. @throws the error itself when it is none of the vendor's words. */
export function oauthFailure(
  error: unknown,
  sent: readonly (string | null | undefined)[],
): OAuthFailure {
  if (error instanceof ResponseBodyError) {
    return {
      error: scrub(error.error, sent),
      description: scrub(error.error_description ?? '', sent),
      status: error.status,
    }
  }
  // A 401 with a challenge reaches us as another class of the library; its words are those of the header.
  if (isChallenge(error)) return { error: 'invalid_client', description: '', status: 401 }
  if (isValenceError(error)) throw error
  throw new ValenceError(
    'vendor_failed',
    'The token endpoint answered something that is no token response.',
    { cause: error },
  )
}

function isChallenge(error: unknown): boolean {
  return error instanceof Error && error.name === 'WWWAuthenticateChallengeError'
}

function scrub(text: string, sent: readonly (string | null | undefined)[]): string {
  return sent.reduce<string>(
    (clean, secret) =>
      secret && secret.length >= 6 ? clean.replaceAll(secret, '********') : clean,
    text,
  )
}
