/** Which answers are read into memory and decoded, and which flow through as they come. */
import type { Readable } from 'node:stream'
import type { IncomingResponse } from '../../lib/http-client.ts'
import { readBody } from '../../lib/read-body.ts'
import { decodeBody } from './decode-body.ts'
import { bodyKind, essence } from './media-type.ts'

/**
 * The body of a vendor's answer: a decoded value, or the stream itself where it is a file.
 *
 * @param promised - The media type that the element says its callers get.
 * @throws {ValenceError} `vendor_failed` when what must be decoded is larger than `maxBytes`.
 */
export async function readAnswer(
  response: IncomingResponse,
  maxBytes: number,
  promised: string,
): Promise<unknown | Readable> {
  if (isFile(response, promised) && !(await isDataInDisguise(response))) return response.body
  return decodeBody(await readBody(response, maxBytes), response.headers['content-type'])
}

/** Errors and empty answers are never files. JSON and XML are data even as an attachment: some APIs send all of theirs so. */
function isFile({ status, headers }: IncomingResponse, promised: string): boolean {
  if (status >= 300 || status === 204 || headers['content-length'] === '0') return false
  const kind = bodyKind(headers['content-type'])
  if (kind === 'json' || kind === 'xml' || kind === 'form') return isBinary(promised)
  if (kind === 'binary' || kind === 'multipart') return true
  return isBinary(promised) || isAttachment(headers)
}

function isBinary(promised: string): boolean {
  return bodyKind(promised) === 'binary'
}

function isAttachment(headers: IncomingResponse['headers']): boolean {
  return /^\s*attachment/i.test(headers['content-disposition'] ?? '')
}

/**
 * `application/octet-stream` is what servers say when they don't know. Without a file name, and where it begins like JSON
 * or XML, it is data.
 */
async function isDataInDisguise({ headers, body }: IncomingResponse): Promise<boolean> {
  const type = essence(headers['content-type'])
  if (type !== 'application/octet-stream' && type !== 'binary/octet-stream') return false
  if (headers['content-disposition'] !== undefined) return false
  const beginning = await peek(body)
  return /^\s*(?:[{[]|<\?xml\s)/.test(beginning.toString('utf8', 0, 200))
}

/** The first bytes of a stream, which stay in it. Nothing when it ends or breaks at once: who reads on meets that. */
function peek(body: Readable): Promise<Buffer> {
  return new Promise((resolve) => {
    const settle = () => {
      body.off('readable', settle)
      body.off('error', settle)
      body.off('end', settle)
      const chunk = body.destroyed ? null : (body.read() as Buffer | null)
      if (chunk) body.unshift(chunk)
      resolve(chunk ?? Buffer.alloc(0))
    }
    body.on('readable', settle)
    body.on('error', settle)
    body.on('end', settle)
  })
}
