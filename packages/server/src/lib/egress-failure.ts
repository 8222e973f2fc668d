/** Broken calls in the words of the registry. Messages name the host only: paths and queries may hold secrets. */
import { errors } from 'undici'
import { isValenceError, ValenceError } from './errors.ts'
import { CallFailedError } from './http-client.ts'

/** The whole call took longer than its caller gave it. */
export class DeadlineExceeded extends Error {
  constructor(timeoutMs: number) {
    super(`no complete answer within ${timeoutMs} ms`)
    this.name = 'DeadlineExceeded'
  }
}

/** There was no connection for the request: whatever `cause` says, nothing was sent. */
export class NotConnected extends Error {
  constructor(cause: unknown) {
    super('no connection', { cause })
    this.name = 'NotConnected'
  }
}

/** Why a connection could not be had, or broke. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'it refused the connection',
  EHOSTUNREACH: 'there is no way to its network',
  ENETUNREACH: 'there is no way to its network',
}

/** Node.js's and OpenSSL's words for a certificate that is not accepted. */
const certificateCodes = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/
const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])
/** The caller's request is none that can be sent. */
const requestCodes = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
])
/** The head of the answer is too large, or its body not in the coding its headers say. */
const answerCodes = /^(UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|Z_|ERR__ERROR_)/

/**
 * The failure of a call.
 *
 * @param host - Whom the message names, `host:port`.
 * @returns a `CallFailedError`, or the error itself when it has a code of the registry already.
 */
export function toCallFailure(error: unknown, host: string): ValenceError {
  if (isValenceError(error)) return error
  const isConnected = !(error instanceof NotConnected)
  const cause = isConnected ? error : error.cause
  if (isValenceError(cause)) return cause
  const code = codeOf(cause)
  if (requestCodes.has(code))
    return new ValenceError(
      'invalid_request',
      `The request to ${host} can't be sent: ${(cause as Error).message}.`,
      { cause },
    )
  const options = { cause, mayHaveArrived: isConnected }
  if (cause instanceof DeadlineExceeded || timeoutCodes.has(code))
    return new CallFailedError('vendor_timeout', `${host} did not answer in time.`, options)
  if (cause instanceof errors.HTTPParserError || answerCodes.test(code))
    return new CallFailedError(
      'vendor_failed',
      `${host} answered something that can't be read: ${(cause as Error).message}.`,
      options,
    )
  return new CallFailedError(
    'vendor_unreachable',
    `${host} cannot be reached: ${why(code)}.`,
    options,
  )
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : ''
}

function why(code: string): string {
  if (certificateCodes.test(code)) return `its certificate is not accepted (${code})`
  return reasons[code] ?? 'the connection broke'
}
