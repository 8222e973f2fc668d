import { processRefreshTokenResponse, refreshTokenGrantRequest } from 'oauth4webapi'
import { ValenceError } from '../../lib/errors.ts'
import type { Configuration } from '../scheme.ts'
import { clientAuthentication } from './client-authentication.ts'
import { GrantRejectedError } from './errors.ts'
import {
  authorizationServer,
  type OAuthFailure,
  oauthClient,
  oauthFailure,
  requestOptions,
  type TokenEndpointDependencies,
  toTokenSet,
} from './token-endpoint.ts'
import type { TokenSet } from './token-set.ts'

/** An error of the token endpoint that means "the grant is dead", besides `invalid_grant`. */
interface RejectedError {
  readonly error: string
  readonly descriptionContains?: string
}

/**
 * Exchange a refresh token for new tokens (RFC 6749 §6).
 *
 * @throws {GrantRejectedError} The grant is dead; retrying cannot help.
 * @throws {ValenceError} `client_rejected`: the configured client is wrong. `vendor_unreachable`, `vendor_timeout`,
 *   `vendor_failed`, `rate_limited`: safe to retry; when the answer was lost the vendor may have rotated all the same, and
 *   the next attempt then meets `GrantRejectedError`.
 */
export async function refreshToken(
  configuration: Configuration,
  token: string,
  deps: TokenEndpointDependencies,
): Promise<TokenSet> {
  const server = authorizationServer(
    configuration['oauth.token.refresh_url'] || configuration['oauth.token.url'],
  )
  const client = oauthClient(configuration)
  try {
    const response = await refreshTokenGrantRequest(
      server,
      client,
      clientAuthentication(configuration, 'refresh'),
      token,
      requestOptions(deps),
    )
    return toTokenSet(await processRefreshTokenResponse(server, client, response), configuration)
  } catch (error) {
    throw refusal(configuration, oauthFailure(error, [configuration['oauth.api.secret'], token]))
  }
}

function refusal(configuration: Configuration, failure: OAuthFailure): ValenceError {
  const { error, description, status } = failure
  const said = description ? `${error}: ${description}` : error
  if (isRejected(configuration, failure))
    return new GrantRejectedError(`the vendor refused to renew it (${said})`, said)
  if (/invalid_client|unauthorized_client/.test(error) || status === 401) {
    return new ValenceError(
      'client_rejected',
      `The vendor no longer accepts the client id and secret of this connection: ${said}.`,
      { providerMessage: said },
    )
  }
  return new ValenceError(
    'vendor_failed',
    `The token endpoint refused to renew the connection: ${said}.`,
    { providerMessage: said },
  )
}

function isRejected(configuration: Configuration, { error, description }: OAuthFailure): boolean {
  if (error === 'invalid_grant') return true
  return rejectedErrors(configuration).some(
    (rejected) =>
      rejected.error === error &&
      description.toLowerCase().includes((rejected.descriptionContains ?? '').toLowerCase()),
  )
}

/** `oauth.refresh.rejected_errors` of the element: a JSON list. One that can't be read names nothing. */
function rejectedErrors(configuration: Configuration): readonly RejectedError[] {
  try {
    const declared: unknown = JSON.parse(configuration['oauth.refresh.rejected_errors'] || '[]')
    return Array.isArray(declared) ? (declared as RejectedError[]) : []
  } catch {
    return []
  }
}
