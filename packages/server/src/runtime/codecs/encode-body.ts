/** The body of a vendor request as it goes over the wire. */
import type { Readable } from 'node:stream'
import { ValenceError } from '../../lib/errors.ts'
import type { Exchange, VendorRequest } from '../exchange.ts'
import { encodeQuery } from '../resolve.ts'
import { isStream } from '../stream.ts'
import { encodeForm } from './form.ts'
import { bodyKind } from './media-type.ts'
import { encodeMultipart } from './multipart.ts'
import { encodeXml } from './xml-encode.ts'

/** A body with the headers that must describe it in place of the request's own. */
export interface EncodedBody {
  readonly body: string | Readable | undefined
  readonly headers: Readonly<Record<string, string>>
}

const nothing: EncodedBody = { body: undefined, headers: {} }

/**
 * Serialise the body by the request's Content-Type. Form fields without a body make a form, and files a multipart form,
 * whatever the default content type says (element format 3.3). GET and HEAD never carry a body: some vendors' front ends
 * refuse it.
 *
 * @throws {ValenceError} `invalid_request` for a value that its media type can't hold.
 */
export function encodeBody({ vendor, inbound }: Exchange): EncodedBody {
  const { body, form } = vendor
  if (vendor.method === 'GET' || vendor.method === 'HEAD') return nothing
  if (vendor.files.size > 0 || (kindOf(vendor) === 'multipart' && !isWritten(body)))
    return multipart(vendor)
  if (body === undefined) return form.size > 0 ? urlEncoded(vendor) : nothing
  if (isStream(body)) return { body, headers: streamHeaders(vendor, inbound) }
  if (typeof body === 'string') return { body, headers: {} }
  return { body: encodeValue(body, kindOf(vendor)), headers: {} }
}

function kindOf({ headers }: VendorRequest) {
  return bodyKind(headers.get('content-type')?.[1])
}

/** Has a hook or a template written the whole body, boundaries and all? */
function isWritten(body: unknown): boolean {
  return (typeof body === 'string' && body !== '') || isStream(body)
}

function multipart({ form, files, upload, body }: VendorRequest): EncodedBody {
  const fields = new Map(form)
  if (body !== null && typeof body === 'object' && !isStream(body)) {
    for (const [name, value] of Object.entries(body)) fields.set(name, textOf(value))
  }
  const encoded = encodeMultipart({ fields, upload, names: files })
  return { body: encoded.body, headers: { 'Content-Type': encoded.contentType } }
}

function urlEncoded({ form }: VendorRequest): EncodedBody {
  return {
    body: encodeQuery(form),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  }
}

function encodeValue(value: unknown, kind: ReturnType<typeof bodyKind>): string {
  if (value !== null && typeof value === 'object') {
    if (kind === 'xml') return encodeXml(value)
    if (kind === 'form') return encodeForm(value)
  }
  const text = kind === 'text' && typeof value !== 'object' ? String(value) : JSON.stringify(value)
  if (text !== undefined) return text
  throw new ValenceError('invalid_request', 'The body is nothing that can be sent to the vendor.')
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/**
 * What describes a stream that passes through: its sender's type unless the element names one (the JSON that elements name
 * for everything is none), and its length, so that vendors who don't take chunks take it.
 */
function streamHeaders(vendor: VendorRequest, inbound: Exchange['inbound']) {
  if (vendor.body !== inbound.body) return {}
  const headers: Record<string, string> = {}
  const type = inbound.headers['content-type']
  const kind = kindOf(vendor)
  if (type && (kind === undefined || kind === 'json')) headers['Content-Type'] = type
  for (const [name, written] of passedOn) {
    const value = inbound.headers[name]
    if (value && !vendor.headers.has(name)) headers[written] = value
  }
  return headers
}

const passedOn: readonly (readonly [name: string, written: string])[] = [
  ['content-length', 'Content-Length'],
  ['content-encoding', 'Content-Encoding'],
  ['content-disposition', 'Content-Disposition'],
]
