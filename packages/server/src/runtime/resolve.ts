/**
 * resolve: base.url + vendor path + {tokens} + query. Runs once for hooks to look at and once for good, after them.
 * @see reference/element-format.md, section 3.4
 */
import { callbackTokens, fillCallbackTokens } from './callback-tokens.ts'
import type { Stage } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { replaceTokens } from './template.ts'

/** Before the hooks: they see concrete addresses. */
export const resolvePath: Stage = (exchange) => {
  const { vendor } = exchange
  const lookup = (name: string) => tokenText(exchange, name)
  vendor.path = replaceTokens(vendor.path, lookup)
  vendor.base = replaceTokens(vendor.base, lookup)
}

/** After the hooks: a hook may have returned a path, a header or a body with tokens. */
export const resolve: Stage = (exchange, { eventsUrl }) => {
  const { vendor } = exchange
  const callback = callbackTokens(exchange, eventsUrl)
  const lookup = (name: string) => tokenText(exchange, name) ?? encoded(callback?.get(name))
  vendor.path = replaceTokens(vendor.path, lookup)
  vendor.base = replaceTokens(vendor.base, lookup)
  if (callback) fillCallbackTokens(vendor, callback)
}

function encoded(text: string | undefined): string | undefined {
  return text === undefined ? undefined : encodeURIComponent(text)
}

/** Where the request goes, as far as it is known: what hooks see as `request_vendor_url`. */
export function vendorUrl({ vendor }: Exchange): string {
  if (vendor.address !== undefined) return vendor.address
  const url = joinUrl(vendor.base.trim(), vendor.path.trim())
  const query = encodeQuery(vendor.query)
  if (query === '') return url
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

/**
 * The text for a `{token}` of a path or of `base.url`. What a parameter put there is encoded already. An inbound path
 * variable is one segment; a configuration value may hold a whole address (`{siteUrl}`) and goes in as it is.
 */
export function tokenText({ vendor, variables, live }: Exchange, name: string): string | undefined {
  const bound = vendor.tokens.get(name)
  if (bound !== undefined) return bound
  const variable = variables[name]
  if (variable !== undefined) return encodeURIComponent(variable)
  return live.configuration[name] ?? undefined
}

function joinUrl(base: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path
  if (path === '') return base
  if (/^[?&]/.test(path)) return base + path
  const [address = '', query] = splitOnce(base, '?')
  const joined = `${address.replace(/\/+$/, '')}/${withoutDoubledSlashes(path)}`
  if (query === undefined) return joined
  return `${joined}${path.includes('?') ? '&' : '?'}${query}`
}

/** Authors begin a path with a slash or not, and leave an empty segment where a token was empty. */
function withoutDoubledSlashes(path: string): string {
  const [segments = '', query] = splitOnce(path.replace(/^\/+/, ''), '?')
  const single = segments.replace(/\/{2,}/g, '/')
  return query === undefined ? single : `${single}?${query}`
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** Parameters as `name=value&…`; names and values are percent-encoded once, a list repeats its name. */
export function encodeQuery(query: ReadonlyMap<string, string | readonly string[]>): string {
  const pairs: string[] = []
  for (const [name, value] of query) {
    const key = encodeURIComponent(name)
    if (typeof value === 'string') pairs.push(`${key}=${encodeURIComponent(value)}`)
    else for (const item of value) pairs.push(`${key}=${encodeURIComponent(item)}`)
  }
  return pairs.join('&')
}
