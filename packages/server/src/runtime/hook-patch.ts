/** What a hook gave to `done`, put into the exchange. Members nobody knows are ignored. @see element format, 2.4, 3.5 and 3.8 */
import type { ScriptResult } from '../script/script.ts'
import { rebindQueryParameter } from './bind.ts'
import { type Exchange, setHeader } from './exchange.ts'
import { isObject } from './json-path.ts'

type Patch = Readonly<Record<string, unknown>>

/** Before the vendor call: what is sent, whether it is sent, and an answer in its place. */
export function applyPrePatch(exchange: Exchange, { result: given, injected }: ScriptResult): void {
  const { vendor } = exchange
  const result = withNested(given)
  patchRequestParameters(exchange, result['request_parameters'], given)
  patchHeaders(exchange, result['request_vendor_headers'], injected.has('request_vendor_headers'))
  patchParameters(
    exchange,
    result['request_vendor_parameters'],
    injected.has('request_vendor_parameters'),
  )
  if (typeof result['request_vendor_path'] === 'string') vendor.path = result['request_vendor_path']
  if (typeof result['request_vendor_method'] === 'string')
    vendor.method = result['request_vendor_method'].toUpperCase()
  patchBody(exchange, result)
  if (isObject(result['configuration'])) mergeConfiguration(exchange, result['configuration'])
  if (result['continue'] === false) exchange.isSendSkipped = true
  patchReply(exchange, result)
  if (exchange.isSendSkipped && !exchange.reply.isReplaced) exchange.reply.body = null
}

/** After it: the answer, and configuration values to keep. */
export function applyPostPatch(exchange: Exchange, { result: given }: ScriptResult): void {
  const result = withNested(given)
  patchReply(exchange, result)
  if (result['metadata_merge'] === true) exchange.reply.isMetadataMerged = true
  if (!isObject(result['configuration'])) return
  mergeConfiguration(exchange, result['configuration'])
  for (const [key, value] of Object.entries(result['configuration'])) {
    if (value !== null && value !== undefined) exchange.captured.set(key, String(value))
  }
}

/** Variables whose members a dotted key can name: `"request_vendor_headers.Accept"`. */
const dottable = new Set([
  'request_parameters',
  'request_vendor_headers',
  'request_vendor_parameters',
  'response_headers',
  'configuration',
])

/** Dotted keys as members of the variable they name. The rest of the key is one name, dots and all. */
function withNested(patch: Patch): Patch {
  const dotted = Object.entries(patch).filter(([key]) => dottable.has(key.split('.', 1)[0] ?? ''))
  if (!dotted.some(([key]) => key.includes('.'))) return patch
  const nested: Record<string, unknown> = { ...patch }
  for (const [key, value] of dotted) {
    const at = key.indexOf('.')
    if (at < 0) continue
    const variable = key.slice(0, at)
    const known = nested[variable]
    nested[variable] = { ...(isObject(known) ? known : {}), [key.slice(at + 1)]: value }
  }
  return nested
}

/** Request parameters change by dotted keys only: hooks hand the whole object back without meaning anything by it. */
function patchRequestParameters(exchange: Exchange, parameters: unknown, given: Patch): void {
  if (!isObject(parameters)) return
  for (const [name, value] of Object.entries(parameters)) {
    if (!(`request_parameters.${name}` in given)) continue
    const { [name]: _former, ...query } = exchange.inbound.query
    const isSet = value !== null && value !== undefined
    exchange.inbound = {
      ...exchange.inbound,
      query: isSet ? { ...query, [name]: String(value) } : query,
    }
    rebindQueryParameter(exchange, name)
  }
}

function patchBody({ vendor }: Exchange, result: Patch): void {
  const body = result['request_vendor_body_map'] ?? result['request_vendor_body']
  if (body !== undefined) vendor.body = body === null ? undefined : body
}

function patchReply({ reply }: Exchange, result: Patch): void {
  const body = result['response_body'] ?? result['response_body_map'] ?? result['response_body_raw']
  if (body !== undefined) {
    reply.body = body
    reply.isReplaced = true
  }
  const status = Number(result['response_status_code'] ?? Number.NaN)
  if (Number.isInteger(status) && status >= 100 && status <= 599) reply.status = status
  if (isObject(result['response_headers'])) patchResponseHeaders(reply, result['response_headers'])
  const message = result['response_error_message'] ?? result['response_error']
  if (typeof message === 'string' && message !== '') {
    reply.errorMessage = message
    if (reply.status < 300) reply.status = 400
  }
}

function patchResponseHeaders({ headers }: Exchange['reply'], patch: Patch): void {
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined) headers.delete(name.toLowerCase())
    else headers.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : String(value))
  }
}

/** Headers merge and `null` deletes; the very object that was injected replaces, so that `delete x[k]` works. */
function patchHeaders({ vendor }: Exchange, headers: unknown, isInjected: boolean): void {
  if (!isObject(headers)) return
  if (isInjected) vendor.headers.clear()
  for (const [name, value] of Object.entries(headers)) {
    if (value === null || value === undefined) vendor.headers.delete(name.toLowerCase())
    else setHeader(vendor, name, String(value))
  }
}

function patchParameters({ vendor }: Exchange, parameters: unknown, isInjected: boolean): void {
  if (!isObject(parameters)) return
  if (isInjected) vendor.query.clear()
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined) vendor.query.delete(name)
    else vendor.query.set(name, Array.isArray(value) ? value.map(textOf) : textOf(value))
  }
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Visible to the rest of this call; only post hooks' values are kept for later ones. */
function mergeConfiguration(exchange: Exchange, values: Record<string, unknown>): void {
  const configuration: Record<string, string | null> = { ...exchange.live.configuration }
  for (const [key, value] of Object.entries(values)) {
    configuration[key] = value === null || value === undefined ? null : String(value)
  }
  exchange.live = { ...exchange.live, configuration }
}
