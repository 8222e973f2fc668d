/**
 * The trace of one call: what each stage of the pipeline made of request and answer, and what hooks said. Only instances
 * with trace logging have one; for all others the pipeline asks once whether there is one and goes on.
 */
import type { Exchange } from '../exchange.ts'
import { vendorUrl } from '../resolve.ts'
import { type Mask, maskedText, maskedValue } from './mask.ts'

/** What one stage left behind, where it changed something. */
export interface TraceStage {
  /** `bind`, `preHooks`, `send`… */
  readonly stage: string
  /** The resource the stage belongs to: `GET /hubs/crm/contacts`. Chains and lists have several. */
  readonly resource: string
  /** Milliseconds since the call came in. */
  readonly atMs: number
  readonly request?: TracedRequest
  readonly response?: TracedResponse
}

export interface TracedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

export interface TracedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** One run of a hook. */
export interface TraceHook {
  readonly script: string
  readonly atMs: number
  readonly durationMs: number
  readonly console: readonly string[]
  /** What it gave to `done`. */
  readonly result?: unknown
  readonly error?: string
}

/** A finished trace, secrets masked. */
export interface Trace {
  readonly id: string
  readonly organizationId: number
  readonly instanceId: number
  readonly elementKey: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly method: string
  readonly path: string
  readonly query: unknown
  readonly stages: readonly TraceStage[]
  readonly hooks: readonly TraceHook[]
  readonly status?: number
  readonly error?: string
}

/** A trace under construction. */
export interface Tracer {
  /** Note what a stage changed. */
  stage(name: string, exchange: Exchange): void
  hook(exchange: Exchange, run: Omit<TraceHook, 'atMs'>): void
  finish(end: { readonly status?: number; readonly error?: string }): Trace
}

/** A list that walks many pages, or a hook in a chain, must not fill the memory. */
const maxEntries = 200

export interface TraceStart
  extends Pick<
    Trace,
    'id' | 'organizationId' | 'instanceId' | 'elementKey' | 'method' | 'path' | 'query'
  > {
  readonly now: number
  readonly mask: Mask
}

export function startTrace(start: TraceStart): Tracer {
  const { now, mask, ...identity } = start
  const startedAt = performance.now()
  const stages: TraceStage[] = []
  const hooks: TraceHook[] = []
  const former = new WeakMap<Exchange, { request: string; response: string }>()
  const atMs = () => rounded(performance.now() - startedAt)

  function changesOf(exchange: Exchange): Pick<TraceStage, 'request' | 'response'> {
    const request = tracedRequest(exchange, mask)
    const response = tracedResponse(exchange, mask)
    const texts = { request: JSON.stringify(request), response: JSON.stringify(response) }
    const known = former.get(exchange) ?? { request: '', response: untouched }
    former.set(exchange, texts)
    return {
      ...(texts.request === known.request ? {} : { request }),
      ...(texts.response === known.response ? {} : { response }),
    }
  }

  return {
    stage(name, exchange) {
      if (stages.length >= maxEntries) return
      const changes = changesOf(exchange)
      if (!changes.request && !changes.response) return
      const resource = `${exchange.resource.method} ${exchange.resource.path}`
      stages.push({ stage: name, resource, atMs: atMs(), ...changes })
    },
    hook(_exchange, { console, result, error, ...run }) {
      if (hooks.length >= maxEntries) return
      hooks.push({
        ...run,
        atMs: atMs(),
        durationMs: rounded(run.durationMs),
        console: console.map((line) => maskedText(line, mask)),
        ...(result === undefined ? {} : { result: maskedValue(result, mask) }),
        ...(error === undefined ? {} : { error: maskedText(error, mask) }),
      })
    },
    finish: ({ status, error }) => ({
      ...identity,
      query: maskedValue(identity.query, mask),
      startedAt: new Date(now).toISOString(),
      durationMs: atMs(),
      stages,
      hooks,
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error: maskedText(error, mask) }),
    }),
  }
}

function tracedRequest(exchange: Exchange, mask: Mask): TracedRequest {
  const { vendor, wire } = exchange
  const body = maskedValue(vendor.body, mask)
  const form = vendor.form.size > 0 ? maskedValue(Object.fromEntries(vendor.form), mask) : undefined
  return {
    method: vendor.method,
    // Once it is signed the request has its final address and headers.
    url: maskedText(wire?.url ?? vendorUrl(exchange), mask),
    headers: headersOf((wire ?? vendor).headers.values(), mask),
    ...(body === undefined && form === undefined ? {} : { body: body ?? form }),
  }
}

function tracedResponse({ reply }: Exchange, mask: Mask): TracedResponse {
  return {
    status: reply.status,
    headers: headersOf(reply.headers, mask),
    body: maskedValue(reply.body, mask) ?? null,
  }
}

function headersOf(
  headers: Iterable<readonly [name: string, value: string]>,
  mask: Mask,
): Record<string, unknown> {
  return maskedValue(Object.fromEntries(headers), mask) as Record<string, unknown>
}

/** An answer nobody has written to yet. */
const untouched = JSON.stringify({ status: 200, headers: {}, body: null })

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
