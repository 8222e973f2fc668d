import { pipeline, type Readable } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** What is asked for. `deflate` is understood but not asked for: servers disagree on what it is (RFC 9110 §8.4.1.2). */
export const acceptEncoding = 'gzip, br'

type Headers = Record<string, string>

/**
 * A body without its `Content-Encoding`. The headers that spoke of the encoded bytes are taken out of `headers`. A coding
 * that is not known stays, header and all.
 */
export function decodeBody(body: Readable, status: number, headers: Headers): Readable {
  const coding = headers['content-encoding']?.trim().toLowerCase()
  if (coding === undefined || isEmpty(status, headers)) return body
  const decoder = decoderOf(coding, isFramed(headers))
  if (!decoder) return body
  delete headers['content-encoding']
  delete headers['content-length']
  // `pipeline` hands errors on in both directions; who reads the decoder meets them there.
  return pipeline(body, decoder, () => undefined)
}

function isEmpty(status: number, headers: Headers): boolean {
  return status === 204 || status === 304 || headers['content-length'] === '0'
}

/** Does HTTP itself notice when the body is cut short? */
function isFramed(headers: Headers): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

// Some servers send no byte at all where an empty gzip file belongs. A decoder that flushes takes that; it also takes a file
// that is cut off, which is why it is used only where HTTP would notice the cut.
function decoderOf(coding: string, isLenient: boolean) {
  const gzip = isLenient
    ? { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }
    : {}
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip(gzip)
  if (coding === 'deflate') return createInflate(gzip)
  if (coding !== 'br') return undefined
  const flush = constants.BROTLI_OPERATION_FLUSH
  return createBrotliDecompress(isLenient ? { flush, finishFlush: flush } : {})
}
