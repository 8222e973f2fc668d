/**
 * send and decode: one call to the vendor, with a slot, a deadline and careful repetition, then its body.
 *
 * Repeated: a call that never reached the vendor's application (refused connection, 429 with a short Retry-After), and
 * failures of GET. Never repeated: anything that may have been done (no vendor we know has idempotency keys).
 */
import { clientCertificateOf } from '../auth/key-store/client-certificate.ts'
import { ValenceError } from '../lib/errors.ts'
import type { IncomingResponse } from '../lib/http-client.ts'
import { discardBody } from '../lib/read-body.ts'
import { authenticate } from './authenticate.ts'
import { readAnswer } from './codecs/read-answer.ts'
import { soapFaultOf } from './codecs/soap-fault.ts'
import type { Engine, Stage } from './engine.ts'
import { type Exchange, setHeader, type WireRequest } from './exchange.ts'
import { retryAfterMs } from './retry-after.ts'
import { isStream } from './stream.ts'
import { textMessage } from './text-message.ts'
import { noteCall } from './vendor-calls.ts'

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
  if (response.status !== 401 || isStream(exchange.wire?.body)) return response
  const renewed = await engine.renewRejected(exchange.live)
  if (!renewed) return response
  // A 401 says that nothing was done: the call is repeated once, whatever its method.
  discardBody(response)
  const former = exchange.live
  exchange.live = renewed
  for (const key of former.plan.secretKeys)
    replaceToken(exchange, former.configuration[key], renewed.configuration[key])
  authenticate(exchange, engine)
  return repeat(exchange, engine)
}

// Parameters and hooks may have put the token anywhere in headers and query; it is replaced where it stands.
function replaceToken(
  { vendor }: Exchange,
  former: string | null | undefined,
  token: string | null | undefined,
): void {
  if (!former || !token || former === token) return
  for (const [name, value] of vendor.headers.values())
    setHeader(vendor, name, value.replace(former, token))
  for (const [name, value] of vendor.query) {
    if (typeof value === 'string') vendor.query.set(name, value.replace(former, token))
  }
}

async function repeat(exchange: Exchange, engine: Engine): Promise<IncomingResponse> {
  for (let tries = 0; ; tries += 1) {
    const isLast = tries >= engine.settings.maxRetries || isStream(exchange.wire?.body)
    if (tries > 0) authenticate(exchange, engine)
    try {
      const response = await call(exchange, engine)
      const pause = isLast ? undefined : pauseBeforeRepeat(exchange, engine, response, tries)
      if (pause === undefined) return response
      discardBody(response)
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

function call(exchange: Exchange, engine: Engine): Promise<IncomingResponse> {
  const { method, url, headers: named, body } = exchange.wire as WireRequest
  const headers: Record<string, string> = {}
  for (const [name, value] of named.values()) headers[name] = value
  const answer = engine.http.request({
    method,
    url,
    headers,
    ...(body === undefined ? {} : { body }),
    timeoutMs: engine.settings.vendorTimeoutMs,
    clientCertificate: clientCertificateOf(exchange.live.configuration),
    maxRedirects: method === 'GET' ? 3 : 0,
  })
  const { vendorCalls } = exchange.inbound
  return vendorCalls ? noteCall(vendorCalls, exchange, engine, url, answer) : answer
}

async function receive(
  exchange: Exchange,
  engine: Engine,
  response: IncomingResponse,
): Promise<void> {
  const { reply } = exchange
  reply.status = response.status
  for (const name in response.headers) reply.headers.set(name, response.headers[name] as string)
  const { maxBodyBytes } = engine.settings
  reply.raw = reply.body = await readAnswer(response, maxBodyBytes, promisedType(exchange))
  if (isStream(reply.body)) return
  // A fault is a failure whatever its status: SOAP 1.1 sends all with 500, some servers with 200.
  const fault = soapFaultOf(reply.raw)
  if (fault) reply.status = fault.isOurs ? 400 : Math.max(reply.status, 500)
  else if (isPageInPlaceOfData(exchange, response)) throw pageInPlaceOfData(exchange)
}

/** The media type that the element says its callers get. */
function promisedType({ resource }: Exchange): string {
  return resource.definition.response?.contentType ?? 'application/json'
}

/**
 * Vendors' front ends answer maintenance pages and broken JSON with status 200. Where the element promises JSON, and no
 * hook of it looks at the answer, that is a failure and not data.
 */
function isPageInPlaceOfData(exchange: Exchange, response: IncomingResponse): boolean {
  const { reply, resource, plan } = exchange
  if (response.status >= 300 || typeof reply.raw !== 'string' || resource.postHook || plan.postHook)
    return false
  return (
    promisedType(exchange).includes('json') &&
    /html|json/i.test(response.headers['content-type'] ?? '')
  )
}

function pageInPlaceOfData(exchange: Exchange): ValenceError {
  const providerMessage = textMessage(String(exchange.reply.raw)).slice(0, 200)
  return new ValenceError(
    'vendor_failed',
    `${exchange.plan.name} answered with something that is not the JSON it promises.`,
    providerMessage ? { providerMessage } : {},
  )
}
