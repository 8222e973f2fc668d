/**
 * An Element token changes what a path means: `/contacts` is then a resource of that instance, and so is `/accounts`,
 * which without a token is the platform's. Done by rewriting the path before routing, so that the router needs no
 * rule per route and a resource call has one way through the server.
 * @see docs/reference/wire.md#element-token
 */
import { BASE_PATH } from '../base-path.ts'
import { hasElementToken } from './authorization-header.ts'

/** Stands where a hub's key would: the caller named none. */
export const ANY_HUB = '-'

/** First segments that stay the platform's whatever token comes with them. */
const platformSegments = new Set([
  'instances',
  'elements',
  'hubs',
  'formulas',
  'organizations',
  'customers',
  'vdrs',
  'common-resources',
  'transformations',
  'usage',
  'jobs',
  'events',
  'notifications',
  'authentication',
  'docs',
  'metrics',
  'audit-logs',
  'users',
  'pending-connections',
  'connect-links',
  'connect-sessions',
  'openapi.json',
])

/**
 * @param url - A request target in the form of `tolerantUrl`.
 * @param authorization - The request's `Authorization` header.
 * @returns `/hubs/-/…` in place of a resource's path below the base path; everything else unchanged.
 */
export function tokenRoute(url: string, authorization: string | undefined): string {
  const prefix = `${BASE_PATH}/`
  if (!url.startsWith(prefix)) return url
  const rest = url.slice(prefix.length)
  const first = /^[^/?]*/.exec(rest)?.[0] ?? ''
  if (first === '' || platformSegments.has(first)) return url
  return hasElementToken(authorization) ? `${prefix}hubs/${ANY_HUB}/${rest}` : url
}

/** The path the caller asked for, without its query: what `tokenRoute` made of it taken back. */
export function requestedPath(url: string): string {
  const queryAt = url.indexOf('?')
  const path = queryAt < 0 ? url : url.slice(0, queryAt)
  const rewritten = `${BASE_PATH}/hubs/${ANY_HUB}/`
  return path.startsWith(rewritten) ? `${BASE_PATH}/${path.slice(rewritten.length)}` : path
}
