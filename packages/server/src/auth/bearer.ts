import { type AuthScheme, setWireHeader } from './scheme.ts'

/** The access token in the Authorization header (RFC 6750, section 2.1), for every grant of OAuth 2. */
export function bearer(type: string): AuthScheme {
  return {
    type,
    authorize(request, configuration) {
      const token = configuration['oauth.user.token']
      if (token) setWireHeader(request, 'Authorization', `Bearer ${token}`)
    },
  }
}
