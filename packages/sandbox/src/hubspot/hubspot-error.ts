import type { VendorAnswer } from '../vendor/vendor.ts'

/** A refusal of the API, with its category. */
export class HubspotError extends Error {
  override readonly name = 'HubspotError'
  readonly status: number
  readonly category: string
  readonly errors: readonly object[]

  constructor(status: number, category: string, message: string, errors: readonly object[] = []) {
    super(message)
    this.status = status
    this.category = category
    this.errors = errors
  }
}

/** The error body (documented): status, message, correlationId, category, and details where there are some. */
export function errorAnswer(
  status: number,
  category: string,
  message: string,
  errors: readonly object[] = [],
): VendorAnswer {
  const body = { status: 'error', message, correlationId: crypto.randomUUID(), category }
  return { status, body: errors.length === 0 ? body : { ...body, errors } }
}

/** 400 for input that is not valid. */
export function invalid(message: string, errors: readonly object[] = []): HubspotError {
  return new HubspotError(400, 'VALIDATION_ERROR', message, errors)
}

/** The JSON body. @throws {HubspotError} */
export function jsonOf(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
      return body as Record<string, unknown>
    }
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw invalid('Invalid input JSON: a JSON object is expected')
}
