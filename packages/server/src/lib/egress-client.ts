/** The one way out of this process: undici under the egress policy, with a deadline for the whole call. */
import { LRUCache } from 'lru-cache'
import { Agent, type Dispatcher, Pool } from 'undici'
import { type Deadline, sendBefore, startDeadline } from './egress-call.ts'
import {
  type ConnectOptions,
  type Lookup,
  policedConnector,
  resolveHost,
} from './egress-connect.ts'
import { acceptEncoding, decodeBody } from './egress-decode.ts'
import { toCallFailure } from './egress-failure.ts'
import type { EgressPolicy } from './egress-policy.ts'
import { ValenceError } from './errors.ts'
import type {
  ClientCertificate,
  HttpClient,
  IncomingResponse,
  OutgoingRequest,
} from './http-client.ts'

export interface HttpClientOptions {
  readonly policy: EgressPolicy
  /** Connections to one origin. Default 256. */
  readonly connections?: number
  /** How long an idle connection is kept. Default 30 s, below what most servers keep theirs. */
  readonly keepAliveMs?: number
  /** Default 10 s. */
  readonly connectTimeoutMs?: number
  /** Largest head of an answer, in bytes. Default 64 KiB: some vendors send long lists of links and cookies. */
  readonly maxHeaderSize?: number
  /** `User-Agent` of requests that have none; some vendors refuse such. Default `Valence`. */
  readonly userAgent?: string
  /** Default: the operating system's resolver. */
  readonly lookup?: Lookup
}

interface Route {
  readonly policy: EgressPolicy
  readonly dispatcher: Dispatcher
  readonly userAgent: string
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { policy, userAgent = 'Valence', lookup = resolveHost, connectTimeoutMs = 10_000 } = options
  const connect = { policy, lookup, connectTimeoutMs }
  const dispatcher = createAgent(options, connect)
  // Connections that were made with a certificate are for those who have it.
  const certified = new LRUCache<ClientCertificate, Agent>({
    max: 200,
    dispose: (agent) => void agent.close().catch(() => undefined),
  })
  const agentFor = (certificate: ClientCertificate) => {
    const known = certified.get(certificate)
    if (known) return known
    const agent = createAgent(options, { ...connect, certificate })
    certified.set(certificate, agent)
    return agent
  }
  const plain: Route = { policy, dispatcher, userAgent }
  return {
    request: (outgoing) => {
      const { clientCertificate } = outgoing
      const route = clientCertificate
        ? { ...plain, dispatcher: agentFor(clientCertificate) }
        : plain
      return call(route, outgoing)
    },
    close: async () => {
      await Promise.all([dispatcher.close(), ...[...certified.values()].map((one) => one.close())])
    },
  }
}

function createAgent(options: HttpClientOptions, connect: ConnectOptions): Agent {
  return new Agent({
    connections: options.connections ?? 256,
    pipelining: 1,
    keepAliveTimeout: options.keepAliveMs ?? 30_000,
    maxHeaderSize: options.maxHeaderSize ?? 64 * 1024,
    // The deadline of each call is the bound; undici's own would cut a slow answer that still has time.
    headersTimeout: 0,
    bodyTimeout: 0,
    factory: (origin, settings) =>
      new Pool(origin, {
        ...(settings as Pool.Options),
        connect: policedConnector(new URL(origin), connect),
      }),
  })
}

async function call(route: Route, outgoing: OutgoingRequest): Promise<IncomingResponse> {
  const url = parseUrl(outgoing.url)
  route.policy.assertUrl(url)
  const deadline = startDeadline(outgoing.timeoutMs)
  try {
    const { statusCode, headers, body } = await follow(route, outgoing, url, deadline)
    body.once('close', deadline.stop)
    const flat = flatten(headers)
    const isHead = outgoing.method === 'HEAD'
    return {
      status: statusCode,
      headers: flat,
      body: isHead ? body : decodeBody(body, statusCode, flat),
    }
  } catch (error) {
    deadline.stop()
    throw error
  }
}

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url) return url
  // The text is not repeated: it may hold secrets.
  throw new ValenceError(
    'invalid_request',
    'The address to call is no absolute URL. Look at base.url and the path of the resource.',
  )
}

const redirectStatuses = new Set([301, 302, 303, 307, 308])

async function follow(
  route: Route,
  outgoing: OutgoingRequest,
  start: URL,
  deadline: Deadline,
): Promise<Dispatcher.ResponseData> {
  let url = start
  let headers = headersToSend(outgoing.headers, route.userAgent)
  for (let left = outgoing.method === 'GET' ? (outgoing.maxRedirects ?? 0) : 0; ; left -= 1) {
    const answer = await send(route, outgoing, url, headers, deadline)
    const { location } = answer.headers
    if (left <= 0 || !redirectStatuses.has(answer.statusCode) || typeof location !== 'string')
      return answer
    const next = URL.parse(location, url.href)
    if (!next) return answer
    answer.body.dump().catch(() => undefined)
    route.policy.assertUrl(next)
    if (next.origin !== url.origin) headers = harmless(headers)
    url = next
  }
}

async function send(
  { dispatcher }: Route,
  { method, body }: OutgoingRequest,
  url: URL,
  headers: Record<string, string>,
  deadline: Deadline,
): Promise<Dispatcher.ResponseData> {
  try {
    return await sendBefore(deadline, dispatcher, {
      origin: url.origin,
      path: url.pathname + url.search,
      method: method as Dispatcher.HttpMethod,
      headers,
      body: body ?? null,
    })
  } catch (error) {
    throw toCallFailure(error, url.host)
  }
}

function headersToSend(given: OutgoingRequest['headers'], userAgent: string) {
  const headers: Record<string, string> = { ...given }
  let hasEncoding = false
  let hasAgent = false
  for (const name in given) {
    if (name.length === 15 && name.toLowerCase() === 'accept-encoding') hasEncoding = true
    if (name.length === 10 && name.toLowerCase() === 'user-agent') hasAgent = true
  }
  if (!hasEncoding) headers['accept-encoding'] = acceptEncoding
  if (!hasAgent) headers['user-agent'] = userAgent
  return headers
}

/**
 * What another origin may see. Not a list of what to hide: keys travel in headers of any name (`X-Api-Key`), so only those
 * that never hold one go along.
 */
function harmless(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) =>
      /^(accept|accept-encoding|accept-language|user-agent)$/i.test(name),
    ),
  )
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return flat
}
