/** Calls that a hook makes of its own (`require('https')`): through the egress policy, and within a time and a size. */
import type { HttpClient } from '../lib/http-client.ts'
import { readBody } from '../lib/read-body.ts'
import type { MakeCall } from '../script/script.ts'

const timeoutMs = 10_000
/** What a hook may send and get; it holds both in the memory of its isolate. */
const maxBytes = 1024 * 1024
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
/** The connection's own; the client writes them itself. */
const unsendable = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade'])

/** @param http - Calls outside this process; what the policy forbids fails as it fails for everybody else. */
export function hookCalls(http: HttpClient): MakeCall {
  return async ({ method, url, headers, body }) => {
    if (!methods.has(method)) throw new Error(`A script cannot send '${method.slice(0, 20)}'`)
    if (Buffer.byteLength(body) > maxBytes)
      throw new Error(`A script may send ${maxBytes} bytes at a time`)
    const response = await http.request({
      method,
      url,
      headers: sendable(headers),
      ...(body === '' ? {} : { body }),
      timeoutMs,
    })
    const answer = await readBody(response, maxBytes)
    return { status: response.status, headers: response.headers, body: answer.toString('utf8') }
  }
}

function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !unsendable.has(name.toLowerCase())),
  )
}
