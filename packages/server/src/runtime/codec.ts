/** Bodies to and from the wire. XML, SOAP and multipart join this table with the element engine. */
import type { Readable } from 'node:stream'
import type { VendorRequest } from './exchange.ts'
import { encodeQuery } from './resolve.ts'
import { isStream } from './stream.ts'

/** A request body with the media type it must be sent as, when the element named none. */
export interface EncodedBody {
  readonly body: string | Readable | undefined
  /** Replaces the Content-Type header. */
  readonly contentType: string | undefined
}

/**
 * Serialise the body of a vendor request by its Content-Type. Form fields without a body make a form, whatever the
 * default content type says (element format 3.3). GET and HEAD never carry a body: some vendors' front ends refuse it.
 */
export function encodeBody(request: VendorRequest): EncodedBody {
  const { body, form } = request
  if (request.method === 'GET' || request.method === 'HEAD')
    return { body: undefined, contentType: undefined }
  if (body === undefined && form.size > 0) {
    return { body: encodeQuery(form), contentType: 'application/x-www-form-urlencoded' }
  }
  if (body === undefined || typeof body === 'string' || isStream(body))
    return { body, contentType: undefined }
  const type = request.headers.get('content-type')?.[1] ?? ''
  if (type.startsWith('application/x-www-form-urlencoded') && typeof body === 'object') {
    return {
      body: encodeQuery(new Map(Object.entries(body as object).map(([k, v]) => [k, String(v)]))),
      contentType: undefined,
    }
  }
  return { body: JSON.stringify(body), contentType: undefined }
}

/** Is this media type read into memory and parsed, rather than streamed through? */
export function isDecodable(contentType: string | undefined): boolean {
  if (!contentType) return true
  return /json|text\/|xml|javascript|x-www-form-urlencoded/i.test(contentType)
}

/** JSON when it is JSON, `null` when empty, else the text itself. The content type of vendors is often wrong: look. */
export function decodeText(text: string): unknown {
  if (text === '') return null
  const first = text.trimStart()[0] ?? ''
  if (!'{["-0123456789tfn'.includes(first)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
