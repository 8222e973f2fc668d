/**
 * Reading of bodies. Clients send `null` with DELETE, `Content-Type: application/json` with nothing behind it, JSON
 * under any media type. None of that is their user's fault, so none of it is refused.
 * @see docs/reference/wire.md#bodies
 */
import { type Readable, Transform } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ValenceError } from '../../lib/errors.ts'
import { decodeForm } from '../../runtime/codecs/form.ts'
import { readUpload } from '../../runtime/codecs/read-upload.ts'
import { Upload } from '../../runtime/upload.ts'

type Done = (error: Error | null, body?: unknown) => void

/**
 * DELETE may have a body of JSON: elements delete several records at once by it. Anything else that comes with it (`null`,
 * nothing behind a media type, broken JSON, other media types) is sent by mistake and is no body.
 */
export function readBodiesOfDelete(app: FastifyInstance): void {
  app.addHttpMethod('DELETE', { hasBody: true, overrideExisting: true })
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, raw } = request
    if (method === 'DELETE' && !isJson.test(raw.headers['content-type'] ?? ''))
      delete raw.headers['content-type']
    done()
  })
}

/** Bodies of platform routes: JSON, under any media type. */
export function platformBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(isJson, { parseAs: 'string' }, parseJsonBody)
  app.addContentTypeParser('*', { parseAs: 'string' }, parseUndeclaredJson)
}

/** Bodies of resource calls: JSON and forms are parsed, text stays text, files of a form and everything else stream. */
export function hubBodies(app: FastifyInstance, streamLimitBytes: number): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(isJson, { parseAs: 'string' }, parseJsonBody)
  app.addContentTypeParser(isText, { parseAs: 'string' }, (_request, text: string, done) =>
    done(null, text),
  )
  app.addContentTypeParser(isForm, { parseAs: 'string' }, (_request, text: string, done) =>
    done(null, decodeForm(text)),
  )
  app.addContentTypeParser(isMultipart, (request, payload, done) => {
    streamBody(request, payload, streamLimitBytes, (error, body) => {
      if (error || body === undefined) done(error)
      else readUpload(request.headers, body as Readable).then((upload) => done(null, upload), done)
    })
  })
  app.addContentTypeParser('*', (request, payload, done) =>
    streamBody(request, payload, streamLimitBytes, done),
  )
}

const isJson = /^application\/(?:[\w.-]+\+)?json/
const isText = /^(?:text\/|application\/(?:[\w.-]+\+)?xml)/
const isForm = /^application\/x-www-form-urlencoded/
const isMultipart = /^multipart\/form-data/

function parseJsonBody({ method }: FastifyRequest, text: string, done: Done): void {
  if (method === 'DELETE') {
    done(null, jsonOrNothing(text))
    return
  }
  try {
    done(null, parseJson(text))
  } catch (error) {
    done(
      new ValenceError('invalid_request', `The body is not valid JSON: ${position(error)}`, {
        cause: error,
      }),
    )
  }
}

function parseUndeclaredJson({ method }: FastifyRequest, text: string, done: Done): void {
  if (method === 'DELETE') {
    done(null, jsonOrNothing(text))
    return
  }
  try {
    done(null, parseJson(text))
  } catch (error) {
    done(
      new ValenceError(
        'unsupported_media_type',
        'The body is not JSON. Send it as JSON, with Content-Type: application/json.',
        { cause: error },
      ),
    )
  }
}

function jsonOrNothing(text: string): unknown {
  try {
    return parseJson(text) ?? undefined
  } catch {
    return undefined
  }
}

/** `__proto__` is dropped: copied with `Object.assign` it would become the prototype of what it is copied into. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined
  if (!/__proto__|\\u005f/i.test(text)) return JSON.parse(text)
  return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value))
}

/** Where JSON.parse gave up, without the text around it: bodies hold secrets. */
function position(error: unknown): string {
  const found = /at position \d+(?: \(line \d+ column \d+\))?/.exec(String(error))
  return found === null ? 'it ends too early.' : `unexpected character ${found[0]}.`
}

function streamBody(
  request: FastifyRequest,
  payload: NodeJS.ReadableStream,
  limitBytes: number,
  done: Done,
): void {
  if (request.method === 'DELETE') {
    payload.resume()
    done(null)
    return
  }
  if (Number(request.headers['content-length']) > limitBytes) {
    done(tooLarge(limitBytes))
    return
  }
  const counted = limitTo(limitBytes)
  // Without a listener an upload that breaks before anybody reads it would end the process.
  counted.on('error', () => {})
  payload.once('error', (error) => counted.destroy(error))
  payload.pipe(counted)
  done(null, counted)
}

/**
 * Let go of a streamed body that nobody read to its end: otherwise its connection stays paused and the next request
 * on it is never seen.
 */
export function releaseBody({ body, raw }: FastifyRequest): void {
  if (body instanceof Upload) {
    raw.unpipe()
    body.release()
    raw.resume()
    return
  }
  if (!(body instanceof Transform) || body.readableEnded) return
  raw.unpipe(body)
  body.destroy()
  raw.resume()
}

function limitTo(limitBytes: number): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      seen += chunk.length
      if (seen > limitBytes) next(tooLarge(limitBytes))
      else next(null, chunk)
    },
  })
}

function tooLarge(limitBytes: number): ValenceError {
  return new ValenceError(
    'payload_too_large',
    `The body is larger than the ${limitBytes} bytes this server streams. Send it in parts, or ask its operator to raise the limit.`,
  )
}
