import type { VendorAnswer } from '../vendor/vendor.ts'

/** A refusal of the API. */
export class SalesforceError extends Error {
  override readonly name = 'SalesforceError'
  readonly status: number
  readonly errorCode: string
  readonly fields: readonly string[] | undefined

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message)
    this.status = status
    this.errorCode = errorCode
    this.fields = fields
  }
}

/** Errors are a list (documented), here always of one. */
export function errorAnswer(
  status: number,
  errorCode: string,
  message: string,
  fields?: readonly string[],
): VendorAnswer {
  return { status, body: [{ message, errorCode, ...(fields ? { fields } : {}) }] }
}

/** 400 for a query that can't be read. */
export function malformed(message: string): SalesforceError {
  return new SalesforceError(400, 'MALFORMED_QUERY', message)
}
