/** Reads a resource call out of an HTTP request. */
import type { FastifyRequest } from 'fastify'
import { ValenceError } from '../../lib/errors.ts'
import type { HubRequest } from '../../runtime/hub-port.ts'
import { BASE_PATH } from '../base-path.ts'
import { instanceCallerOf } from '../plugins/authenticate.ts'

const HUBS_PREFIX = `${BASE_PATH}/hubs/`

/** The request as the runtime takes it. @throws {ValenceError} `invalid_request` for a path that cannot be read. */
export function toHubRequest(request: FastifyRequest): HubRequest {
  return {
    caller: instanceCallerOf(request),
    requestId: request.id,
    method: request.method,
    segments: readSegments(request.url),
    query: request.query as HubRequest['query'],
    headers: readHeaders(request.headers),
    body: request.body,
    vendorCalls: request.vendorCalls ?? undefined,
  }
}

/**
 * The decoded segments below the hub. Read from the raw URL, because the router's wildcard is decoded as a whole and
 * could no longer tell a slash inside an id from one between segments.
 *
 * `.` and `..` are refused: put into the vendor's URL they would leave the path of the resource.
 */
export function readSegments(url: string): readonly string[] {
  const queryAt = url.indexOf('?')
  const path = queryAt < 0 ? url : url.slice(0, queryAt)
  const below = path.indexOf('/', HUBS_PREFIX.length)
  return path
    .slice(below + 1)
    .split('/')
    .map(readSegment)
}

function readSegment(text: string): string {
  const segment = text.includes('%') ? decode(text) : text
  if (segment !== '.' && segment !== '..') return segment
  throw new ValenceError('invalid_request', `The path may not contain the segment '${text}'.`)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new ValenceError(
      'invalid_request',
      `The segment '${text}' of the path is not valid percent-encoding.`,
    )
  }
}

/** What proves who is calling: hooks and vendors have no business with it. */
const withheld = new Set(['authorization', 'cookie', 'x-csrf-token'])

/** Everything but the secrets. Of Node's headers only `set-cookie` is a list, and no request has it. */
function readHeaders(headers: FastifyRequest['headers']): Record<string, string> {
  const read: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string' && !withheld.has(name)) read[name] = value
  }
  return read
}
