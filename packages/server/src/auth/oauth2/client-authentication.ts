import type { ClientAuth } from 'oauth4webapi'
import type { Configuration } from '../scheme.ts'

/** Steps of the protocol that vendors authenticate clients differently for. */
export type TokenStep = 'token' | 'refresh'

type Method = 'post' | 'basic' | 'both'

/**
 * How the client proves itself at the token endpoint (RFC 6749 §2.3.1): `oauth.{token|refresh}.client_authentication` of
 * the element. Without it the body always carries the credentials, and a Basic header too where `oauth.basic.header` is
 * `true`: most exports rely on that, whatever the RFC says of using both.
 */
export function clientAuthentication(configuration: Configuration, step: TokenStep): ClientAuth {
  const method = methodOf(configuration, step)
  const id = configuration['oauth.api.key'] ?? ''
  const secret = configuration['oauth.api.secret'] ?? ''
  return (_server, _client, body, headers) => {
    if (method !== 'basic') {
      body.set('client_id', id)
      if (secret) body.set('client_secret', secret)
    }
    // Vendors decode Basic as RFC 7617 says, without the form encoding that RFC 6749 adds.
    if (method !== 'post')
      headers.set('authorization', `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`)
  }
}

function methodOf(configuration: Configuration, step: TokenStep): Method {
  const declared =
    configuration[`oauth.${step}.client_authentication`] ??
    configuration['oauth.token.client_authentication']
  if (declared === 'post' || declared === 'basic' || declared === 'both') return declared
  return configuration['oauth.basic.header'] === 'true' ? 'both' : 'post'
}
