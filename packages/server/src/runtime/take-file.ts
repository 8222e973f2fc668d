/** takeFile: a file that becomes the body. Hooks want to read it, so it is held in memory, within bounds. */
import { ValenceError } from '../lib/errors.ts'
import type { Stage } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { isFile, type Upload, type UploadedFile } from './upload.ts'

/** The body is the JSON text `{name, type, size, body}`, `body` being the content in base64 (element format 3.3). */
export const takeFile: Stage = (exchange, { settings }) => {
  const { fileAsBody, upload } = exchange.vendor
  if (fileAsBody === undefined || !upload) return
  return readInto(exchange, upload, fileAsBody, settings.maxBodyBytes)
}

async function readInto(
  exchange: Exchange,
  upload: Upload,
  name: string,
  maxBytes: number,
): Promise<void> {
  const { vendor } = exchange
  for await (const part of upload.parts) {
    if (!isFile(part)) continue
    if (part.name !== name || vendor.body !== undefined) part.content.resume()
    else vendor.body = await asJson(part, maxBytes)
  }
  vendor.upload = undefined
  vendor.files.clear()
}

async function asJson({ fileName, contentType, content }: UploadedFile, maxBytes: number) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(fileName, maxBytes)
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks, size).toString('base64')
  return JSON.stringify({ name: fileName, type: contentType, size, body })
}

function tooLarge(fileName: string, maxBytes: number): ValenceError {
  return new ValenceError(
    'payload_too_large',
    `The file '${fileName}' is larger than the ${maxBytes} bytes that an element's script may look at.`,
  )
}
