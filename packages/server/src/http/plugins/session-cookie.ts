/**
 * The cookie of a browser session. Its value is the session's token, which a script of the page never sees; what a page
 * proves itself with is a second token derived from it, which a foreign page cannot read.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export const SESSION_COOKIE = 'valence_session'

/** Where pages send `csrfTokenOf` their session. */
export const CSRF_HEADER = 'x-csrf-token'

/** The session token of a `Cookie` header; `undefined` when it has none. */
export function readSessionCookie(header: string | undefined): string | undefined {
  if (header === undefined || !header.includes(SESSION_COOKIE)) return undefined
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === SESSION_COOKIE)
      return pair.slice(at + 1).trim() || undefined
  }
  return undefined
}

/**
 * The `Set-Cookie` of a session (RFC 6265bis). `Lax`, not `Strict`: people come back from a vendor's consent page by a
 * navigation that is not ours, and must still be signed in.
 *
 * @param options.isSecure - Whether people reach the server over https.
 */
export function sessionCookie(
  token: string,
  options: { readonly maxAgeSeconds: number; readonly isSecure: boolean },
): string {
  const secure = options.isSecure ? '; Secure' : ''
  return `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${options.maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}

/** The token that unsafe requests of a session carry in `X-CSRF-Token`. It says nothing of the session's own. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('valence csrf token').digest('base64url')
}

/** Is this the session's CSRF token? In time that does not depend on how much of it is right. */
export function isCsrfToken(sessionToken: string, given: unknown): boolean {
  if (typeof given !== 'string') return false
  return timingSafeEqual(digest(given), digest(csrfTokenOf(sessionToken)))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
