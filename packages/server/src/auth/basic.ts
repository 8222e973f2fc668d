import { type AuthScheme, setWireHeader } from './scheme.ts'

/** RFC 7617. A missing password is empty. */
export const basic: AuthScheme = {
  type: 'basic',
  authorize(request, { username, password }) {
    if (!username) return
    const pair = Buffer.from(`${username}:${password ?? ''}`).toString('base64')
    setWireHeader(request, 'Authorization', `Basic ${pair}`)
  },
}
