/** Outgoing HTTP, seen from the code that uses it. The implementation is `lib/egress-client.ts` over undici. */
import type { Readable } from 'node:stream'
import { type ErrorCode, ValenceError } from './errors.ts'

/**
 * What proves us to a server that asks for a client certificate (mutual TLS): key and chain in PEM, or both in a PKCS #12
 * file. Connections are kept by the object's identity.
 */
export interface ClientCertificate {
  readonly key?: string
  readonly cert?: string
  readonly pfx?: Buffer
  readonly passphrase?: string
  /** Authorities in PEM that are trusted for this server besides the usual ones. */
  readonly trusted: readonly string[]
}

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
  readonly clientCertificate?: ClientCertificate | undefined
}

export interface IncomingResponse {
  readonly status: number
  /** Names in lower case; a repeated header is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded bytes. Must be read to its end or destroyed. */
  readonly body: Readable
}

/** A call that broke or was too slow: `vendor_unreachable`, `vendor_timeout`, or `vendor_failed` for an unreadable answer. */
export class CallFailedError extends ValenceError {
  /**
   * The vendor may have received the request and acted on it. `false`: there was no connection, nothing was sent, and
   * repeating is safe whatever the method.
   */
  readonly mayHaveArrived: boolean

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause: unknown; readonly mayHaveArrived: boolean },
  ) {
    super(code, message, { cause: options.cause })
    this.name = 'CallFailedError'
    this.mayHaveArrived = options.mayHaveArrived
  }
}

/**
 * Calls addresses outside this process.
 * `request` throws `egress_denied` (the policy forbids the address), `invalid_request` (no URL, or a header no request may
 * have), or a `CallFailedError`: `vendor_unreachable` (no connection, or it broke before the answer), `vendor_timeout`,
 * `vendor_failed` (what came back is no HTTP).
 */
export interface HttpClient {
  request(request: OutgoingRequest): Promise<IncomingResponse>
  close(): Promise<void>
}
