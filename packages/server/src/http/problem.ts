/**
 * Turns a failure into the response a caller sees. The only place that does.
 *
 * The body serves two readers: `requestId`, `message` and `providerMessage` are what clients of this API have always
 * read; the other members are RFC 9457. The content type stays `application/json`, not `application/problem+json`:
 * existing clients compare it before they parse, and would show the raw text of anything else.
 */
import type { FastifyError } from 'fastify'
import { type ErrorCode, errorRegistry, isValenceError, ValenceError } from '../lib/errors.ts'

/** The body of every failure. */
export interface Problem {
  readonly requestId: string
  readonly message: string
  readonly providerMessage?: string
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly instance: string
}

/** A failure, ready to be sent. */
export interface ProblemResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Problem
}

const UNKNOWN_MESSAGE =
  'Something went wrong here. The log of the server has the details under this request id.'

/** Failures that the HTTP framework finds before a route runs. */
const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
}

/**
 * Which failure of the registry this is.
 *
 * @param error - Anything that was thrown.
 * @returns The failure itself when it is one of ours; the framework's rejections as `invalid_request` and their kin;
 *   everything else as `internal`, with the thing thrown as its cause and none of its words.
 */
export function toValenceError(error: unknown): ValenceError {
  if (isValenceError(error)) return error
  const { code, statusCode, message } = (error ?? {}) as Partial<FastifyError>
  const known = frameworkCodes[code ?? '']
  if (known !== undefined) return new ValenceError(known, frameworkMessage(known), { cause: error })
  const isRejection =
    error instanceof Error && statusCode !== undefined && statusCode >= 400 && statusCode < 500
  if (!isRejection) return new ValenceError('internal', UNKNOWN_MESSAGE, { cause: error })
  return new ValenceError('invalid_request', message ?? 'The request is not valid.', {
    status: statusCode,
    cause: error,
  })
}

/**
 * The response for a failure.
 *
 * @param error - Anything that was thrown.
 * @param requestId - Goes into the body, so that a caller can name the request when asking for help.
 */
export function toProblem(error: unknown, requestId: string): ProblemResponse {
  const failure = toValenceError(error)
  return {
    status: failure.status,
    headers: problemHeaders(failure),
    body: {
      ...failure.members,
      requestId,
      message: failure.message,
      ...(failure.providerMessage === undefined
        ? {}
        : { providerMessage: failure.providerMessage }),
      type: `urn:valence:error:${failure.code}`,
      title: errorRegistry[failure.code].title,
      status: failure.status,
      detail: failure.message,
      code: failure.code,
      instance: `urn:valence:request:${requestId}`,
    },
  }
}

function problemHeaders(failure: ValenceError): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }
  if (failure.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(Math.max(0, Math.ceil(failure.retryAfterSeconds)))
  }
  return headers
}

function frameworkMessage(code: ErrorCode): string {
  return code === 'payload_too_large'
    ? 'The body is larger than this server accepts. Send less at once, or ask its operator to raise the limit.'
    : 'The Content-Type of the body is not supported here. Send application/json.'
}
