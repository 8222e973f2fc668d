/** When a fault strikes: before the request was worked on, or after, with the work done and its answer lost. */
export type FaultMoment = 'before' | 'after'

/** What goes wrong. */
export type FaultKind = 'slow' | 'drop' | 'status' | '429' | 'malformed' | 'html'

/** A scripted fault. It plays on the next `times` requests that match. */
export interface Fault {
  readonly id: number
  /** HTTP method, `*` for any. */
  readonly method: string
  /** Path pattern: `*` stands for any run of characters. */
  readonly path: string
  readonly kind: FaultKind
  readonly when: FaultMoment
  /** Delay of `slow`, in milliseconds. */
  readonly ms: number
  /** Status of `status`. */
  readonly status: number
  /** Which 429 is answered. */
  readonly variant: '2020' | '2023' | 'spike'
  /** `Retry-After` of a 429, in seconds; undefined leaves the header out, as the vendor usually does. */
  readonly retryAfter: number | undefined
  /** How many more requests it strikes. */
  remaining: number
}

/** A fault as somebody asks for it. */
export type FaultRequest = Omit<Fault, 'id'>

/** The scripted faults, in the order they were asked for. */
export class Faults {
  #faults: { readonly fault: Fault; readonly pattern: RegExp }[] = []
  #lastId = 0

  add(request: FaultRequest): Fault {
    this.#lastId += 1
    const fault: Fault = { ...request, id: this.#lastId }
    this.#faults.push({ fault, pattern: patternOf(request.path) })
    return fault
  }

  /** The fault to play on this request, counted as played; undefined when none matches. */
  take(method: string, path: string): Fault | undefined {
    if (this.#faults.length === 0) return undefined
    const at = this.#faults.findIndex(
      ({ fault, pattern }) =>
        (fault.method === '*' || fault.method === method) && pattern.test(path),
    )
    const found = this.#faults[at]?.fault
    if (found === undefined) return undefined
    found.remaining -= 1
    if (found.remaining <= 0) this.#faults.splice(at, 1)
    return found
  }

  list(): readonly Fault[] {
    return this.#faults.map(({ fault }) => fault)
  }

  clear(): void {
    this.#faults = []
  }
}

function patternOf(path: string): RegExp {
  const source = path
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`)
}
