/**
 * send and decode: one call to the vendor, with a slot, a deadline and careful repetition, then its body.
 *
 * Repeated: a call that never reached the vendor's application (refused connection, 429 with a short Retry-After), and
 * failures of GET. Never repeated: anything that may have been done (no vendor we know has idempotency keys).
 */
import { ValenceError } from '../lib/errors.ts'
import type { IncomingResponse } from '../lib/http-client.ts'
import { readBody } from '../lib/read-body.ts'
import { decodeText, encodeBody, isDecodable } from './codec.ts'
import type { Engine, Stage } from './engine.ts'
import { type Exchange, setHeader } from './exchange.ts'
import { vendorUrl } from './resolve.ts'
import { isStream } from './stream.ts'

export const send: Stage = async (exchange, engine) => {
  if (exchange.isSendSkipped) return
  const slot = exchange.live.id === undefined ? undefined : engine.slots.acquire(exchange.live.id)
  const release = slot instanceof Promise ? await slot : slot
  try {
    await receive(exchange, engine, await attempt(exchange, engine))
  } finally {
    release?.()
  }
}

async function attempt(exchange: Exchange, engine: Engine): Promise<IncomingResponse> {
  const response = await repeat(exchange, engine)
  if (response.status !== 401 || isStream(exchange.vendor.body)) return response
  const renewed = await engine.renewRejected(exchange.live)
  if (!renewed) return response
  // A 401 says that nothing was done: the call is repeated once, whatever its method.
  response.body.destroy()
  const former = exchange.live.configuration['oauth.user.token']
  exchange.live = renewed
  replaceToken(exchange, former, renewed.configuration['oauth.user.token'])
  return repeat(exchange, engine)
}

// Parameters and hooks may have put the token anywhere in headers and query; it is replaced where it stands.
function replaceToken(
  { vendor }: Exchange,
  former: string | null | undefined,
  token: string | null | undefined,
): void {
  if (!former || !token) return
  for (const [name, value] of vendor.headers.values())
    setHeader(vendor, name, value.replace(former, token))
  for (const [name, value] of vendor.query) {
    if (typeof value === 'string') vendor.query.set(name, value.replace(former, token))
  }
}

async function repeat(exchange: Exchange, engine: Engine): Promise<IncomingResponse> {
  for (let tries = 0; ; tries += 1) {
    const isLast = tries >= engine.settings.maxRetries || isStream(exchange.vendor.body)
    try {
      const response = await call(exchange, engine)
      const pause = isLast ? undefined : pauseBeforeRepeat(exchange, engine, response, tries)
      if (pause === undefined) return response
      response.body.destroy()
      await engine.clock.sleep(pause)
    } catch (error) {
      if (isLast || !isRepeatable(exchange, error)) throw error
      await engine.clock.sleep(backOff(tries))
    }
  }
}

function isRepeatable(exchange: Exchange, error: unknown): boolean {
  return (
    exchange.vendor.method === 'GET' &&
    error instanceof ValenceError &&
    error.code === 'vendor_unreachable'
  )
}

/** Milliseconds to wait before the call is repeated; `undefined`: it is not. */
function pauseBeforeRepeat(
  { vendor }: Exchange,
  { settings }: Engine,
  response: IncomingResponse,
  tries: number,
) {
  const asked = retryAfterMs(response.headers['retry-after'])
  if (response.status === 429) {
    const pause = asked ?? backOff(tries + 1)
    return pause <= settings.maxRetryPauseMs ? pause : undefined
  }
  if (vendor.method !== 'GET' || ![502, 503, 504].includes(response.status)) return undefined
  return Math.min(asked ?? backOff(tries), settings.maxRetryPauseMs)
}

/** 100 ms, 200 ms, 400 ms…, each with up to half of it at random, so that callers don't return in step. */
function backOff(tries: number): number {
  const base = 100 * 2 ** tries
  return base + Math.random() * base * 0.5
}

/** `Retry-After` in seconds; the date form is rounded up (RFC 9110 §10.2.3). */
export function retryAfterMs(value: string | undefined): number | undefined {
  if (!value) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}

function call(exchange: Exchange, engine: Engine): Promise<IncomingResponse> {
  const { vendor } = exchange
  const { body, contentType } = encodeBody(vendor)
  if (contentType) setHeader(vendor, 'Content-Type', contentType)
  const headers: Record<string, string> = {}
  for (const [name, value] of vendor.headers.values()) headers[name] = value
  return engine.http.request({
    method: vendor.method,
    url: vendorUrl(exchange),
    headers,
    ...(body === undefined ? {} : { body }),
    timeoutMs: engine.settings.vendorTimeoutMs,
    maxRedirects: vendor.method === 'GET' ? 3 : 0,
  })
}

async function receive(
  exchange: Exchange,
  engine: Engine,
  response: IncomingResponse,
): Promise<void> {
  const { reply } = exchange
  reply.status = response.status
  for (const name in response.headers) reply.headers.set(name, response.headers[name] as string)
  if (isPassedThrough(response)) {
    reply.raw = reply.body = response.body
    return
  }
  const bytes = await readBody(response, engine.settings.maxBodyBytes)
  reply.raw = reply.body = decodeText(bytes.toString('utf8'))
}

function isPassedThrough(response: IncomingResponse): boolean {
  return (
    response.status < 300 &&
    response.status !== 204 &&
    !isDecodable(response.headers['content-type'])
  )
}
