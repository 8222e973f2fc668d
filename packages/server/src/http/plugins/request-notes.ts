/** What is noted on a request on its way, for its usage record. */
import type { FastifyInstance } from 'fastify'
import type { ValenceError } from '../../lib/errors.ts'
import type { VendorCalls } from '../../runtime/vendor-calls.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request failed with; `null` while it has not. */
    failure: ValenceError | null
    /** What the vendor was asked; `null` on routes that ask none. */
    vendorCalls: VendorCalls | null
  }
}

/** Make room for the notes on every request. */
export function decorateNotes(app: FastifyInstance): void {
  app.decorateRequest('failure', null)
  app.decorateRequest('vendorCalls', null)
}
