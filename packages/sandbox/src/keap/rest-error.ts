import { BodyError, UNREADABLE } from '../core/body.ts'
import { FilterError } from '../core/filter.ts'
import { PagingError } from '../core/paging.ts'
import { SelectionError } from '../core/selection.ts'

/** A refusal of the REST API: a status and the message that goes into the version's own error body. */
export class RestError extends Error {
  override readonly name = 'RestError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** Standard words for a status. */
export function reasonOf(status: number): string {
  return reasons[status] ?? 'Error'
}

/**
 * v2's error body (declared, and recorded once by a client's test). The value of `domain` is assumed.
 *
 * @param resource - Method and path, for example `POST /rest/v2/contacts`.
 */
export function errorBodyV2(status: number, message: string, resource: string): string {
  return JSON.stringify({
    code: status,
    message,
    status: reasonOf(status),
    details: [{ domain: 'keap.com', resource }],
  })
}

/** v1's error body: only `message` is dependable (recorded). */
export function errorBodyV1(message: string): string {
  return JSON.stringify({ message })
}

/** What a handler threw, as the refusal it stands for; undefined when it is a mistake of the sandbox itself. */
export function refusalOf(error: unknown): RestError | undefined {
  if (error instanceof RestError) return error
  if (error instanceof SyntaxError) return new RestError(400, UNREADABLE)
  const isRequestFault =
    error instanceof BodyError ||
    error instanceof FilterError ||
    error instanceof PagingError ||
    error instanceof SelectionError
  return isRequestFault ? new RestError(400, error.message) : undefined
}
