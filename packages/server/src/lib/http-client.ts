/** Outgoing HTTP, seen from the code that uses it. The implementation is `lib/egress-client.ts` over undici. */
import type { Readable } from 'node:stream'

export interface OutgoingRequest {
  readonly method: string
  /** Absolute `http:` or `https:` URL, already encoded. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer | Readable
  /** Milliseconds from the start to the last byte of the answer. */
  readonly timeoutMs: number
  /** Follow at most this many redirects of a GET; each address passes the policy again. Default 0. */
  readonly maxRedirects?: number
}

export interface IncomingResponse {
  readonly status: number
  /** Names in lower case; a repeated header is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded bytes. Must be read to its end or destroyed. */
  readonly body: Readable
}

/**
 * Calls addresses outside this process.
 * `request` throws `ValenceError`: `egress_denied` (the policy forbids the address), `vendor_unreachable`
 * (no connection, or it broke before the answer), `vendor_timeout`.
 */
export interface HttpClient {
  request(request: OutgoingRequest): Promise<IncomingResponse>
  close(): Promise<void>
}
