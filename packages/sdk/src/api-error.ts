/** A call that failed: at the server, at the vendor behind it, or on the way. */

export interface ApiFailure {
  readonly message: string
  /** A code of docs/reference/errors.md, or `unreachable` when no answer came. */
  readonly code: string
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  /** Names the call in the server's log. */
  readonly requestId?: string | undefined
  /** The vendor's words, when the vendor said something. */
  readonly providerMessage?: string | undefined
  readonly retryAfterSeconds?: number | undefined
  /** The body of the answer: some failures say more in it. */
  readonly body?: unknown
  readonly cause?: unknown
}

export class ApiError extends Error {
  readonly code: string
  readonly status: number
  readonly requestId: string | undefined
  readonly providerMessage: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly body: unknown

  constructor(failure: ApiFailure) {
    super(failure.message, { cause: failure.cause })
    this.name = 'ApiError'
    this.code = failure.code
    this.status = failure.status
    this.requestId = failure.requestId
    this.providerMessage = failure.providerMessage
    this.retryAfterSeconds = failure.retryAfterSeconds
    this.body = failure.body
  }
}

/** The failure an answer tells of. Also takes answers that are not the server's, such as a proxy's page. */
export function failureOf(response: Response, text: string): ApiError {
  const body = parse(text)
  const said = (name: string) => {
    const value = isObject(body) ? body[name] : undefined
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError({
    message: said('message') ?? `The server answered ${response.status} without saying why.`,
    code: said('code') ?? 'unexpected_answer',
    status: response.status,
    requestId: said('requestId') ?? response.headers.get('elements-request-id') ?? undefined,
    providerMessage: said('providerMessage'),
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
    body,
  })
}

/** JSON, or `undefined` for anything else. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
