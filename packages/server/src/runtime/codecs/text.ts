/** Bytes to text. */
import { charsetOf } from './media-type.ts'

/**
 * The text of a body: in the charset of its Content-Type, else the one its XML declaration names, else UTF-8. A charset
 * that is not known is read as UTF-8, where odd bytes become U+FFFD: most of the text survives. A byte order mark goes.
 */
export function textOfBytes(bytes: Uint8Array, contentType: string | undefined): string {
  const charset = charsetOf(contentType) ?? declaredEncoding(bytes) ?? 'utf-8'
  if (charset === 'utf-8' || charset === 'utf8') return utf8(bytes)
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return utf8(bytes)
  }
}

function utf8(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

/** `<?xml version="1.0" encoding="ISO-8859-1"?>`, for encodings in which ASCII is ASCII. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== 0x3c || bytes[1] !== 0x3f) return undefined
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  return /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)/.exec(head)?.[1]?.toLowerCase()
}
