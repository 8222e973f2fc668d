/** `multipart/form-data` to the wire (RFC 7578), as a stream. */
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { isFile, type Upload } from '../upload.ts'

/** What becomes a multipart body. */
export interface MultipartForm {
  readonly fields: ReadonlyMap<string, string | readonly string[]>
  /** An upload that passes through, with the vendor's name of each part of it that goes on; other parts are read and dropped. */
  readonly upload: Upload | undefined
  readonly names: ReadonlyMap<string, string>
}

/** The body and the Content-Type that names its boundary. A body without files is text, so that it can be sent again. */
export function encodeMultipart(form: MultipartForm): {
  body: string | Readable
  contentType: string
} {
  const boundary = `valence-${randomBytes(16).toString('hex')}`
  const contentType = `multipart/form-data; boundary=${boundary}`
  const fields = [...form.fields]
    .flatMap(([name, values]) => [values].flat().map((value) => fieldPart(boundary, name, value)))
    .join('')
  const end = `--${boundary}--\r\n`
  if (!form.upload) return { body: fields + end, contentType }
  const chunks = withFiles(boundary, fields, form.upload, form.names, end)
  return { body: Readable.from(chunks, { objectMode: false }), contentType }
}

async function* withFiles(
  boundary: string,
  fields: string,
  upload: Upload,
  names: MultipartForm['names'],
  end: string,
): AsyncGenerator<string | Buffer> {
  if (fields !== '') yield fields
  for await (const part of upload.parts) {
    const name = names.get(part.name)
    if (!isFile(part)) {
      if (name !== undefined) yield fieldPart(boundary, name, part.value)
    } else if (name === undefined) part.content.resume()
    else {
      const fileName = `filename="${quotable(part.fileName)}"`
      const type = part.contentType.replace(/[\r\n]/g, '')
      yield `${partHead(boundary, name)}; ${fileName}\r\nContent-Type: ${type}\r\n\r\n`
      yield* part.content as AsyncIterable<Buffer>
      yield '\r\n'
    }
  }
  yield end
}

function fieldPart(boundary: string, name: string, value: string): string {
  return `${partHead(boundary, name)}\r\n\r\n${value}\r\n`
}

function partHead(boundary: string, name: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${quotable(name)}"`
}

/** As browsers write names (WHATWG HTML, "multipart/form-data encoding algorithm"). */
function quotable(text: string): string {
  return text.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22')
}
