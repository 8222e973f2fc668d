/** The one way out of this process: undici under the egress policy, with a deadline for the whole call. */
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, type Dispatcher } from 'undici'
import { type Lookup, policedConnector, resolveHost } from './egress-connect.ts'
import type { EgressPolicy } from './egress-policy.ts'
import { isValenceError, ValenceError } from './errors.ts'
import type { HttpClient, IncomingResponse, OutgoingRequest } from './http-client.ts'

export interface HttpClientOptions {
  readonly policy: EgressPolicy
  /** Connections to one origin. Default 256. */
  readonly connections?: number
  /** How long an idle connection is kept. Default 30 s, below what most servers keep theirs. */
  readonly keepAliveMs?: number
  /** Default 10 s. */
  readonly connectTimeoutMs?: number
  /** Default: the operating system's resolver. */
  readonly lookup?: Lookup
}

const redirectStatuses = new Set([301, 302, 303, 307, 308])
const acceptEncoding = 'gzip, deflate, br'

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const {
    policy,
    connections = 256,
    keepAliveMs = 30_000,
    connectTimeoutMs = 10_000,
    lookup = resolveHost,
  } = options
  const dispatcher = new Agent({
    connections,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    // The deadline of each call is the bound; undici's own would cut a slow answer that still has time.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: policedConnector(policy, lookup, connectTimeoutMs),
  })

  async function request(outgoing: OutgoingRequest): Promise<IncomingResponse> {
    const url = new URL(outgoing.url)
    policy.assertUrl(url)
    const deadline = startDeadline(outgoing.timeoutMs)
    try {
      const answer = await follow(dispatcher, policy, outgoing, url, deadline.signal)
      answer.body.once('close', deadline.stop)
      return toResponse(answer)
    } catch (error) {
      deadline.stop()
      throw toVendorError(error, url.host, deadline.signal)
    }
  }

  return { request, close: () => dispatcher.close() }
}

interface Deadline {
  readonly signal: AbortSignal
  stop(): void
}

// A timer that is cleared, not AbortSignal.timeout: thousands of calls a second would leave as many timers behind.
function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DeadlineExceeded(timeoutMs)), timeoutMs)
  return { signal: controller.signal, stop: () => clearTimeout(timer) }
}

class DeadlineExceeded extends Error {
  readonly timeoutMs: number
  constructor(timeoutMs: number) {
    super(`no complete answer within ${timeoutMs} ms`)
    this.timeoutMs = timeoutMs
  }
}

async function follow(
  dispatcher: Dispatcher,
  policy: EgressPolicy,
  outgoing: OutgoingRequest,
  start: URL,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  let url = start
  let headers = outgoing.headers
  for (let left = outgoing.maxRedirects ?? 0; ; left -= 1) {
    const answer = await send(dispatcher, outgoing, url, headers, signal)
    const location = answer.headers['location']
    if (
      left <= 0 ||
      outgoing.method !== 'GET' ||
      !redirectStatuses.has(answer.statusCode) ||
      typeof location !== 'string'
    ) {
      return answer
    }
    await answer.body.dump()
    const next = new URL(location, url)
    policy.assertUrl(next)
    if (next.origin !== url.origin) headers = withoutCredentials(headers)
    url = next
  }
}

function send(
  dispatcher: Dispatcher,
  outgoing: OutgoingRequest,
  url: URL,
  headers: OutgoingRequest['headers'],
  signal: AbortSignal,
) {
  return dispatcher.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: outgoing.method as Dispatcher.HttpMethod,
    headers: { 'accept-encoding': acceptEncoding, ...headers },
    body: outgoing.body ?? null,
    signal,
  })
}

function withoutCredentials(headers: OutgoingRequest['headers']): OutgoingRequest['headers'] {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !/^(authorization|cookie|proxy-authorization)$/i.test(name),
    ),
  )
}

function toResponse({ statusCode, headers, body }: Dispatcher.ResponseData): IncomingResponse {
  const flat: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return { status: statusCode, headers: flat, body: decoded(body, flat['content-encoding']) }
}

function decoded(body: Readable, encoding: string | undefined): Readable {
  const decoder = decoderOf(encoding)
  if (!decoder) return body
  body.once('error', (error) => decoder.destroy(error))
  decoder.once('close', () => body.destroy())
  return body.pipe(decoder)
}

function decoderOf(encoding: string | undefined) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'deflate') return createInflate()
  return encoding === 'br' ? createBrotliDecompress() : undefined
}

/** A broken call as a failure of the registry. Names the host only: paths and queries may hold secrets. */
export function toVendorError(error: unknown, host: string, signal?: AbortSignal): ValenceError {
  if (isValenceError(error)) return error
  const reason: unknown = signal?.aborted ? signal.reason : error
  const code = (reason as { code?: string } | undefined)?.code ?? ''
  if (
    reason instanceof DeadlineExceeded ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    code === 'ETIMEDOUT'
  ) {
    return new ValenceError('vendor_timeout', `${host} did not answer in time.`, { cause: reason })
  }
  const why = {
    ENOTFOUND: 'its name is not known',
    EAI_AGAIN: 'its name could not be looked up',
    ECONNREFUSED: 'it refused the connection',
  }[code]
  return new ValenceError(
    'vendor_unreachable',
    `${host} cannot be reached: ${why ?? 'the connection broke'}.`,
    { cause: reason },
  )
}
