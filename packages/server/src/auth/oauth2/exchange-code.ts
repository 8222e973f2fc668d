import {
  authorizationCodeGrantRequest,
  nopkce,
  processAuthorizationCodeResponse,
  skipStateCheck,
  validateAuthResponse,
} from 'oauth4webapi'
import { ValenceError } from '../../lib/errors.ts'
import type { Configuration } from '../scheme.ts'
import { clientAuthentication } from './client-authentication.ts'
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

export interface CodeGrant {
  readonly code: string
  /** RFC 7636 §4.5, when the consent URL carried a challenge. */
  readonly codeVerifier?: string
}

/**
 * Exchange an authorization code for tokens (RFC 6749 §4.1.3).
 *
 * @throws {ValenceError} `code_rejected`, `client_rejected`, `redirect_mismatch`: asking the person again, or correcting the
 *   configuration, helps. `vendor_unreachable`, `vendor_timeout`, `vendor_failed`, `rate_limited`: the vendor's side.
 */
export async function exchangeCode(
  configuration: Configuration,
  grant: CodeGrant,
  deps: TokenEndpointDependencies,
): Promise<TokenSet> {
  const server = authorizationServer(configuration['oauth.token.url'])
  const client = oauthClient(configuration)
  // The application that received the callback has checked the state; here only the code arrives.
  const parameters = validateAuthResponse(
    server,
    client,
    new URLSearchParams({ code: grant.code }),
    skipStateCheck,
  )
  try {
    const response = await authorizationCodeGrantRequest(
      server,
      client,
      clientAuthentication(configuration, 'token'),
      parameters,
      configuration['oauth.callback.url'] ?? '',
      grant.codeVerifier ?? nopkce,
      requestOptions(deps),
    )
    return toTokenSet(
      await processAuthorizationCodeResponse(server, client, response),
      configuration,
    )
  } catch (error) {
    throw refusal(
      configuration,
      oauthFailure(error, [configuration['oauth.api.secret'], grant.code, grant.codeVerifier]),
    )
  }
}

function refusal(
  configuration: Configuration,
  { error, description, status }: OAuthFailure,
): ValenceError {
  const said = description ? `${error}: ${description}` : error
  const options = { providerMessage: said }
  if (/invalid_client|unauthorized_client/.test(error) || status === 401) {
    return new ValenceError(
      'client_rejected',
      `The vendor does not accept the client id and secret ('oauth.api.key', 'oauth.api.secret'): ${said}.`,
      options,
    )
  }
  if (/redirect/i.test(said)) {
    const callback = configuration['oauth.callback.url']
    return new ValenceError(
      'redirect_mismatch',
      `The code was given for another callback URL than '${callback}' ('oauth.callback.url'): ${said}.`,
      options,
    )
  }
  return new ValenceError(
    'code_rejected',
    `The vendor does not accept the code: ${said}. Codes work once and for a few minutes; let the person approve again.`,
    options,
  )
}
