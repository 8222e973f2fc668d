import type { VendorAnswer } from '../vendor/vendor.ts'

/** A refusal of the API. */
export class PipedriveError extends Error {
  override readonly name = 'PipedriveError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The error body; its members beside `success` and `error` are assumed. */
export function errorAnswer(status: number, error: string): VendorAnswer {
  const error_info = 'Please check developers.pipedrive.com for more information.'
  return { status, body: { success: false, error, error_info, data: null, additional_data: null } }
}

/** The JSON body. @throws {PipedriveError} */
export function jsonOf(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
      return body as Record<string, unknown>
    }
  } catch {
    // Said below.
  }
  throw new PipedriveError(400, 'The request body must be a JSON object')
}
