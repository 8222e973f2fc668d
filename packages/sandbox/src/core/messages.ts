import type { IncomingMessage, ServerResponse } from 'node:http'

const MAX_BODY_BYTES = 5 * 1024 * 1024

/** The request body was larger than the sandbox reads. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** The whole body as text; empty when there is none. Throws `BodyTooLarge` past 5 MiB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > MAX_BODY_BYTES) throw new BodyTooLarge(`The body is over ${MAX_BODY_BYTES} bytes.`)
    chunks.push(bytes)
  }
  return chunks.length === 1 && chunks[0] !== undefined
    ? chunks[0].toString('utf8')
    : Buffer.concat(chunks).toString('utf8')
}

/** True when the request says that a body follows. */
export function hasBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  return encoding !== undefined || (length !== undefined && length !== '0')
}

/** Answer with JSON text that is already serialised. */
export function sendJson(
  response: ServerResponse,
  status: number,
  json: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json;charset=UTF-8',
    'content-length': Buffer.byteLength(json),
  })
  response.end(json)
}

/** Answer with an HTML page. */
export function sendHtml(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, {
    'content-type': 'text/html;charset=utf-8',
    'content-length': Buffer.byteLength(page),
    'cache-control': 'no-store',
  })
  response.end(page)
}

/** Answer without a body. */
export function sendEmpty(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, headers)
  response.end()
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  const target = request.url ?? '/'
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}

/** The query of a request. */
export function queryOf(request: IncomingMessage): URLSearchParams {
  const target = request.url ?? '/'
  const query = target.indexOf('?')
  return query === -1 ? new URLSearchParams() : new URLSearchParams(target.slice(query + 1))
}
