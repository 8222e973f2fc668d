/**
 * The registry of everything that can go wrong on purpose. A code is stable, never reused, and documented in
 * `docs/reference/errors.md` (a test keeps the two in step). Only `http/problem.ts` turns an error into a response.
 */

/** Every code with the HTTP status it is answered with and a title that never changes. */
export const errorRegistry = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  missing_configuration: { status: 400, title: 'Required configuration is missing' },
  unknown_element: { status: 400, title: 'There is no such element' },
  consent_refused: { status: 400, title: 'The person refused the connection' },
  code_rejected: { status: 400, title: 'The vendor did not accept the authorization code' },
  client_rejected: { status: 400, title: 'The vendor did not accept the client credentials' },
  password_rejected: { status: 400, title: 'The vendor did not accept user name and password' },
  redirect_mismatch: {
    status: 400,
    title: 'The callback URL is not the one the consent was given for',
  },
  tenant_mismatch: { status: 400, title: 'The connection belongs to another tenant' },
  query_not_answerable: { status: 400, title: 'The query cannot be answered' },
  egress_denied: { status: 400, title: 'The address may not be called from here' },
  invalid_credentials: { status: 401, title: 'The credentials are not valid' },
  needs_reauthorization: { status: 401, title: 'The vendor ended the connection' },
  forbidden: { status: 403, title: 'Not allowed' },
  instance_disabled: { status: 403, title: 'The instance is disabled' },
  not_found: { status: 404, title: 'Not found' },
  nothing_found: { status: 404, title: 'Nothing found' },
  method_not_allowed: { status: 405, title: 'The resource does not offer this method' },
  conflict: { status: 409, title: 'Conflict' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type is not supported' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  script_failed: { status: 500, title: 'A hook failed' },
  not_supported: { status: 501, title: 'Not supported' },
  element_refused: { status: 400, title: 'The element refused the request' },
  vendor_rejected_request: { status: 400, title: 'The vendor rejected the request' },
  vendor_failed: { status: 502, title: 'The vendor failed' },
  vendor_unreachable: { status: 502, title: 'The vendor cannot be reached' },
  vendor_timeout: { status: 504, title: 'The vendor did not answer in time' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const satisfies Record<string, { status: number; title: string }>

/** One of the codes of the registry. */
export type ErrorCode = keyof typeof errorRegistry

/** What may accompany an error. */
export interface ErrorOptions {
  /** Answer with this HTTP status in place of the registry's: a vendor's 4xx keeps its own status. */
  readonly status?: number
  /** The vendor's own words. They reach the caller; the thrower removes secrets first. */
  readonly providerMessage?: string
  /** Seconds after which a retry may help; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number
  /** Further members of the answer's body, for programs to read (RFC 9457 §3.2). */
  readonly members?: Readonly<Record<string, string | number>>
  /** What caused it, for the log only. */
  readonly cause?: unknown
}

/** A failure with a code. `message` is written for the caller: what was wrong, with which value, what to do. */
export class ValenceError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly providerMessage: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly members: Readonly<Record<string, string | number>> | undefined

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'ValenceError'
    this.code = code
    this.status = options.status ?? errorRegistry[code].status
    this.providerMessage = options.providerMessage
    this.retryAfterSeconds = options.retryAfterSeconds
    this.members = options.members
  }
}

/** Is this a failure of the registry, optionally with the given code? */
export function isValenceError(error: unknown, code?: ErrorCode): error is ValenceError {
  return error instanceof ValenceError && (code === undefined || error.code === code)
}
