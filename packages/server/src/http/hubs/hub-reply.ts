/** Sends what the runtime answered. */
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { HubReply } from '../../runtime/hub-port.ts'

/** Headers of a vendor that speak of its own connection, or would act on a browser in our name. */
const withheld = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'strict-transport-security',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * Send a reply: a stream as it flows, text under a media type of its own as it is, everything else as JSON.
 * JSON is written here and handed over as text: a schema of vendors' records would only cost time.
 */
export function sendHubReply(
  reply: FastifyReply,
  { status, headers, body }: HubReply,
): FastifyReply {
  for (const name in headers) {
    if (!withheld.has(name)) reply.header(name, headers[name])
  }
  reply.code(status)
  if (body instanceof Readable || body instanceof Uint8Array) return sendFile(reply, body)
  // The runtime may have read a vendor's length before the body was mapped: ours is counted anew.
  reply.removeHeader('content-length')
  if (body === undefined) return reply.send()
  if (typeof body === 'string' && isText(headers['content-type'])) return sendFile(reply, body)
  return reply.header('content-type', JSON_TYPE).send(JSON.stringify(body))
}

/** A vendor's file must not run as a page of ours when a browser opens it. */
function sendFile(reply: FastifyReply, body: Readable | Uint8Array | string): FastifyReply {
  reply.header('content-security-policy', "sandbox; default-src 'none'")
  if (!reply.hasHeader('content-type')) reply.header('content-type', 'application/octet-stream')
  return reply.send(body)
}

function isText(contentType: string | undefined): boolean {
  return contentType !== undefined && !/^application\/(?:[\w.-]+\+)?json/i.test(contentType)
}
