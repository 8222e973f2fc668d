import { toCallFailure } from './egress-failure.ts'
import { ValenceError } from './errors.ts'
import type { IncomingResponse } from './http-client.ts'

/**
 * Read a body to its end.
 *
 * @throws {ValenceError} `vendor_failed` when it is larger than `maxBytes` or can't be decoded; `vendor_timeout` or
 *   `vendor_unreachable` when it ends early.
 */
export function readBody({ body, headers }: IncomingResponse, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    body.on('error', (error) => reject(toCallFailure(error, 'The vendor')))
    let isRead = false
    // Comes after `end` too, when nothing is left to reject: then no error is made, whose stack costs time.
    body.once('close', () => {
      if (!isRead) reject(toCallFailure(new Error('closed early'), 'The vendor'))
    })
    if (Number(headers['content-length']) > maxBytes) {
      body.destroy(tooLarge(maxBytes))
      return
    }
    body.on('data', (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size > maxBytes) body.destroy(tooLarge(maxBytes))
    })
    body.once('end', () => {
      isRead = true
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size))
    })
  })
}

function tooLarge(maxBytes: number): ValenceError {
  return new ValenceError('vendor_failed', `The vendor's answer is larger than ${maxBytes} bytes.`)
}

/** Let a body go that nobody wants: it is read away, so that its connection can be used again, and may break unheard. */
export function discardBody({ body }: IncomingResponse): void {
  body.on('error', () => undefined)
  body.resume()
}
