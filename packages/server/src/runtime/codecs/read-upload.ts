/** Reading of `multipart/form-data` (RFC 7578): text fields at once, files as they are asked for. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { isValenceError, ValenceError } from '../../lib/errors.ts'
import { Upload, type UploadPart } from '../upload.ts'

/** What one form may hold. A field is text and kept in memory; files have the bound of streams. */
const limits = { fieldSize: 1024 * 1024, fields: 200, files: 100, parts: 300, headerPairs: 100 }

/**
 * Read a form up to its first file, or to its end when it has none.
 *
 * @throws {ValenceError} `invalid_request` for a form that can't be read, `payload_too_large` for too many or too long fields.
 */
export function readUpload(headers: IncomingHttpHeaders, source: Readable): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const parser = openParser(headers)
    const parts = new PartQueue(() => {
      source.unpipe(parser)
      source.destroy()
      parser.destroy()
    })
    const fields: Record<string, string> = {}
    let isOpen = true

    const open = (firstFile: string | undefined) => {
      if (!isOpen) return
      isOpen = false
      resolve(new Upload({ fields, firstFile, parts, release: () => parts.release() }))
    }
    const fail = (error: unknown) => {
      const failure = isValenceError(error) ? error : unreadable(error)
      parts.fail(failure)
      source.unpipe(parser)
      source.resume()
      if (isOpen) reject(failure)
      isOpen = false
    }

    parser.on('field', (name, value, _nameCut, isCut) => {
      if (isCut) fail(tooMuch(`The field '${name}' is longer than ${limits.fieldSize} bytes.`))
      else if (!isOpen) parts.add({ name, value })
      else if (name !== '__proto__') fields[name] = value
    })
    parser.on('file', (name, content, fileName, _coding, contentType) => {
      parts.add({ name, fileName: fileName ?? name, contentType, content })
      open(name)
    })
    for (const limit of ['fieldsLimit', 'filesLimit', 'partsLimit'] as const)
      parser.on(limit, () => fail(tooMuch('The form has too many parts.')))
    parser.on('error', fail)
    source.on('error', fail)
    parser.on('finish', () => {
      parts.end()
      open(undefined)
    })
    source.pipe(parser)
  })
}

function openParser(headers: IncomingHttpHeaders) {
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits })
  } catch (error) {
    throw unreadable(error)
  }
}

function unreadable(error: unknown): ValenceError {
  const why = error instanceof Error ? error.message : String(error)
  return new ValenceError('invalid_request', `The body is no valid multipart form: ${why}.`, {
    cause: error,
  })
}

function tooMuch(what: string): ValenceError {
  return new ValenceError(
    'payload_too_large',
    `${what} A form may have ${limits.fields} fields and ${limits.files} files.`,
  )
}

/** Parts between the parser, which waits until a file is read, and whoever walks them. */
class PartQueue implements AsyncIterable<UploadPart> {
  readonly #waiting: UploadPart[] = []
  /** Whoever walks the parts is reading this one. */
  #current: UploadPart | undefined
  readonly #stop: () => void
  #wake: () => void = () => {}
  #isEnded = false
  #failure: ValenceError | undefined

  constructor(stop: () => void) {
    this.#stop = stop
  }

  add(part: UploadPart): void {
    // A file that breaks before anybody reads it must not end the process: who reads it meets the failure there.
    if ('content' in part) part.content.on('error', () => {})
    if (this.#failure) dispose(part)
    else this.#waiting.push(part)
    this.#wake()
  }

  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  fail(error: ValenceError): void {
    this.#failure ??= error
    this.#dispose(error)
    this.#wake()
  }

  /** Stop reading; what was not read is dropped. */
  release(): void {
    if (this.#isEnded && this.#waiting.length === 0) return
    this.#dispose()
    this.#isEnded = true
    this.#stop()
    this.#wake()
  }

  #dispose(error?: ValenceError): void {
    if (this.#current) dispose(this.#current, error)
    for (const part of this.#waiting.splice(0)) dispose(part, error)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<UploadPart> {
    for (;;) {
      const part = this.#waiting.shift()
      this.#current = part
      if (part) yield part
      else if (this.#failure) throw this.#failure
      else if (this.#isEnded) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    }
  }
}

function dispose(part: UploadPart, error?: ValenceError): void {
  if ('content' in part) part.content.destroy(error)
}
