import { processRevocationResponse, revocationRequest } from 'oauth4webapi'
import type { Configuration } from '../scheme.ts'
import { clientAuthentication } from './client-authentication.ts'
import {
  authorizationServer,
  oauthClient,
  plainResponse,
  requestOptions,
  type TokenEndpointDependencies,
} from './token-endpoint.ts'

/**
 * End a grant at the vendor (RFC 7009) at `oauth.token.revoke_url`. The refresh token is named where there is one: with it
 * the whole grant ends.
 *
 * @throws when the vendor does not confirm; the caller forgets the connection in any case.
 */
export async function revokeToken(
  configuration: Configuration,
  deps: TokenEndpointDependencies,
): Promise<void> {
  const url = configuration['oauth.token.revoke_url']
  const token = configuration['oauth.user.refresh_token'] ?? configuration['oauth.user.token']
  if (!url || !token) return
  const server = { ...authorizationServer(url), revocation_endpoint: url }
  const options = requestOptions(deps, plainResponse)
  const response = await revocationRequest(
    server,
    oauthClient(configuration),
    clientAuthentication(configuration, 'token'),
    token,
    options,
  )
  await processRevocationResponse(response)
}
