/** Grants that need no person at a consent page: the password grant and the client credentials grant. */
import {
  clientCredentialsGrantRequest,
  genericTokenEndpointRequest,
  processClientCredentialsResponse,
  processGenericTokenEndpointResponse,
} from 'oauth4webapi'
import { ValenceError } from '../../lib/errors.ts'
import { type Configuration, requireValue } from '../scheme.ts'
import { clientAuthentication } from './client-authentication.ts'
import {
  authorizationServer,
  oauthClient,
  oauthFailure,
  requestOptions,
  type TokenEndpointDependencies,
  toTokenSet,
} from './token-endpoint.ts'
import type { TokenSet } from './token-set.ts'

/**
 * Exchange `username` and `password` for tokens (RFC 6749, section 4.3) at `oauth.token.url`.
 *
 * @throws {ValenceError} `missing_configuration`, `password_rejected`, `client_rejected`; `vendor_unreachable`, `vendor_timeout`,
 *   `vendor_failed`, `rate_limited`.
 */
export async function passwordGrant(
  configuration: Configuration,
  deps: TokenEndpointDependencies,
): Promise<TokenSet> {
  const server = authorizationServer(configuration['oauth.token.url'])
  const client = oauthClient(configuration)
  const username = requireValue(configuration, 'username', 'the user of the password grant')
  const password = configuration['password'] ?? ''
  try {
    const response = await genericTokenEndpointRequest(
      server,
      client,
      clientAuthentication(configuration, 'token'),
      'password',
      { username, password, ...scopeOf(configuration) },
      requestOptions(deps),
    )
    const tokens = await processGenericTokenEndpointResponse(server, client, response)
    return toTokenSet(tokens, configuration)
  } catch (error) {
    throw refusal(error, [configuration['oauth.api.secret'], password])
  }
}

/**
 * Exchange the client's own credentials for a token (RFC 6749, section 4.4) at `oauth.token.url`.
 *
 * @throws {ValenceError} as `passwordGrant`, but for the password.
 */
export async function clientCredentialsGrant(
  configuration: Configuration,
  deps: TokenEndpointDependencies,
): Promise<TokenSet> {
  const server = authorizationServer(configuration['oauth.token.url'])
  const client = oauthClient(configuration)
  try {
    const response = await clientCredentialsGrantRequest(
      server,
      client,
      clientAuthentication(configuration, 'token'),
      scopeOf(configuration),
      requestOptions(deps),
    )
    return toTokenSet(
      await processClientCredentialsResponse(server, client, response),
      configuration,
    )
  } catch (error) {
    throw refusal(error, [configuration['oauth.api.secret']])
  }
}

function scopeOf(configuration: Configuration): Record<string, string> {
  const scope = configuration['oauth.scope']
  return scope ? { scope } : {}
}

function refusal(error: unknown, sent: Parameters<typeof oauthFailure>[1]): ValenceError {
  const { error: code, description, status } = oauthFailure(error, sent)
  const said = description ? `${code}: ${description}` : code
  const options = { providerMessage: said }
  if (code === 'invalid_grant') {
    return new ValenceError(
      'password_rejected',
      `The vendor does not accept 'username' and 'password': ${said}.`,
      options,
    )
  }
  if (/invalid_client|unauthorized_client/.test(code) || status === 401) {
    return new ValenceError(
      'client_rejected',
      `The vendor does not accept the client id and secret ('oauth.api.key', 'oauth.api.secret'): ${said}.`,
      options,
    )
  }
  return new ValenceError('vendor_failed', `The token endpoint gave no token: ${said}.`, options)
}
