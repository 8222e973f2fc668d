/** A vendor that is not there: a server that answers as its documentation says, and refuses what the vendor would refuse. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A request as it arrived. */
export interface StandInRequest {
  readonly method: string
  readonly path: string
  /** Path and query, as sent. */
  readonly target: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
  readonly text: string
  readonly form: URLSearchParams
}

export interface StandInAnswer {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** Text and bytes go as they are, anything else as JSON. */
  readonly body?: unknown
}

export interface StandIn {
  readonly url: string
  readonly requests: StandInRequest[]
  stop(): Promise<void>
}

/** @param tls - For a vendor behind TLS; it may ask for client certificates. */
export async function startStandIn(
  answer: (request: StandInRequest) => StandInAnswer,
  tls?: ServerOptions,
): Promise<StandIn> {
  const requests: StandInRequest[] = []
  const listener: RequestListener = async (incoming, response) => {
    const bytes = await buffer(incoming).catch(() => undefined)
    if (!bytes) return
    const url = new URL(incoming.url ?? '/', 'http://vendor')
    const text = bytes.toString('utf8')
    const request: StandInRequest = {
      method: incoming.method ?? '',
      path: url.pathname,
      target: incoming.url ?? '',
      query: url.searchParams,
      headers: incoming.headers,
      bytes,
      text,
      form: new URLSearchParams(text),
    }
    requests.push(request)
    const { status = 200, headers = {}, body = '' } = answer(request)
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(isRaw ? body : JSON.stringify(body))
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The pair of a Basic header; `undefined` for any other. */
export function basicPair({ headers }: StandInRequest): string | undefined {
  const encoded = /^Basic (\S+)$/.exec(headers.authorization ?? '')?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8')
}
