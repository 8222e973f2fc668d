/**
 * The API, as this page calls it: authenticated by the session's cookie, which no script can read. What changes
 * something also carries the session's CSRF token; that one lives here, in memory only.
 */
import { type BrowserSession, createClient } from '@valence/sdk'

let csrfToken: string | undefined

export const api = createClient({ baseUrl: '', headers: sessionHeaders })

/** Headers of a request with this method, also for requests that go another way than through `api`. */
export function sessionHeaders(method: string): Record<string, string> {
  return method === 'GET' || !csrfToken ? {} : { 'x-csrf-token': csrfToken }
}

/** Who is signed in. @throws {ApiError} 401 when nobody is. */
export async function readSession(): Promise<BrowserSession> {
  return remember((await api.call('GET /authentication/session')).body)
}

export async function signIn(username: string, password: string): Promise<BrowserSession> {
  const { body } = await api.call('POST /authentication/session', { body: { username, password } })
  return remember(body)
}

export async function signOut(): Promise<void> {
  await api.call('DELETE /authentication/session')
  csrfToken = undefined
}

function remember(session: BrowserSession): BrowserSession {
  csrfToken = session.csrfToken
  return session
}
