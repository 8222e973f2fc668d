/**
 * Requests that a cookie authenticates come from our own pages only. Secrets in the `Authorization` header need no such
 * rule: a foreign page has to know them first.
 */
import type { FastifyRequest } from 'fastify'
import { ValenceError } from '../../lib/errors.ts'
import { CSRF_HEADER, isCsrfToken } from './session-cookie.ts'

/** What a person types into the address bar comes from no site at all. */
const ownSites = new Set(['same-origin', 'none'])

/** Methods that change nothing (RFC 9110 §9.2.1). */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * @param publicUrl - The address people reach the server at; behind a proxy it differs from the `Host` that arrives.
 * @throws {ValenceError} `forbidden` for a request that a page of another origin made.
 */
export function assertOwnPage(request: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  const isForeignSite = typeof site === 'string' && !ownSites.has(site)
  if (!isForeignSite && (origin === undefined || isOwnOrigin(origin, request, publicUrl))) return
  throw new ValenceError(
    'forbidden',
    `A page of ${site === undefined ? `'${String(origin).slice(0, 200)}'` : 'another site'} may not use the session of this browser. Send secrets in the Authorization header, or open the console at its own address.`,
  )
}

/** @throws {ValenceError} `forbidden` when a request that changes something does not carry its session's CSRF token. */
export function assertCsrfToken(request: FastifyRequest, sessionToken: string): void {
  if (safeMethods.has(request.method)) return
  if (isCsrfToken(sessionToken, request.headers[CSRF_HEADER])) return
  throw new ValenceError(
    'forbidden',
    'A request with a session cookie needs the header X-CSRF-Token. GET /authentication/session tells its value (csrfToken).',
  )
}

function isOwnOrigin(origin: string, { headers }: FastifyRequest, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === headers.host || (URL.canParse(publicUrl) && host === new URL(publicUrl).host)
}
