/** One request the sandbox saw. Never a header, a query or a body: those hold tokens and personal data. */
export interface LoggedRequest {
  readonly method: string
  /** Path without query. */
  readonly path: string
  /** Sandbox time the request came in, ISO 8601. */
  readonly time: string
  /** Status answered; null while it is being worked on, and when the connection was dropped. */
  status: number | null
  /** Fault that was played on it, when one was. */
  fault?: string
  /** Properties of the JSON body the vendor does not know and ignores. */
  ignored?: readonly string[]
}

/** What can be counted without reading the log. */
export interface Counters {
  total: number
  /** Refreshes that came in, whatever was answered. */
  refreshes: number
  /** Refreshes that were refused. */
  refreshesRefused: number
  codeExchanges: number
  unauthorized: number
  throttled: number
}

const KEPT = 10_000

const noCounts = (): Counters => ({
  total: 0,
  refreshes: 0,
  refreshesRefused: 0,
  codeExchanges: 0,
  unauthorized: 0,
  throttled: 0,
})

/** The newest requests, and counters since the last clearing. */
export class RequestLog {
  #entries: LoggedRequest[] = []
  counters: Counters = noCounts()

  add(method: string, path: string, time: string): LoggedRequest {
    const entry: LoggedRequest = { method, path, time, status: null }
    this.#entries.push(entry)
    if (this.#entries.length >= KEPT * 2) this.#entries = this.#entries.slice(-KEPT)
    this.counters.total += 1
    return entry
  }

  /** The newest requests (at most 10,000), oldest first. */
  entries(): readonly LoggedRequest[] {
    return this.#entries.slice(-KEPT)
  }

  clear(): void {
    this.#entries = []
    this.counters = noCounts()
  }
}
