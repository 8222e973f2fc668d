/**
 * `{webhookCallbackUrl}`, `{elementWebhookCallbackUrl}` and `{encodedId}`: where a vendor reports events to. They may stand
 * in any part of a request, and hooks write them too, so they are filled after the hooks; with one or two braces or as
 * `${…}`. @see reference/element-format.md, sections 1.4 and 3.4
 */
import { type Exchange, setHeader, type VendorRequest } from './exchange.ts'
import { isObject } from './json-path.ts'

/** Text by token name. */
export type CallbackTokens = ReadonlyMap<string, string>

/**
 * @param eventsUrl - Public address of the server's door for events; absent: it has none, tokens stay as they are.
 * @returns `undefined` when the element names no such token.
 */
export function callbackTokens(
  { plan, live }: Exchange,
  eventsUrl: (() => string) | undefined,
): CallbackTokens | undefined {
  if (!plan.namesCallbacks || !eventsUrl) return undefined
  const ofElement = `${eventsUrl()}/${encodeURIComponent(plan.key)}`
  const tokens = new Map([['elementWebhookCallbackUrl', ofElement]])
  const id = live.id ?? live.callbackId
  if (id !== undefined) {
    const encodedId = Buffer.from(String(id)).toString('base64')
    tokens.set('encodedId', encodedId)
    tokens.set('webhookCallbackUrl', `${ofElement}/${encodedId}`)
  }
  return tokens
}

const names = 'webhookCallbackUrl|elementWebhookCallbackUrl|encodedId'
const pattern = new RegExp(`\\$?\\{\\{(${names})\\}\\}|\\$?\\{(${names})\\}`, 'g')

/** Fill the tokens of query, form, headers and body. */
export function fillCallbackTokens(vendor: VendorRequest, tokens: CallbackTokens): void {
  const fill = (text: string) =>
    text.replace(pattern, (whole, doubled, single) => tokens.get(doubled ?? single) ?? whole)
  for (const values of [vendor.query, vendor.form]) {
    for (const [name, value] of values) if (typeof value === 'string') values.set(name, fill(value))
  }
  for (const [name, value] of [...vendor.headers.values()]) setHeader(vendor, name, fill(value))
  vendor.body = filled(vendor.body, fill)
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value)
  if (Array.isArray(value)) return value.map((member) => filled(member, fill))
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, filled(member, fill)]),
  )
}
