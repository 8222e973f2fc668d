/**
 * resolve: base.url + vendor path + {tokens} + query. Runs once for hooks to look at and once for good, after them.
 * @see reference/element-format.md, section 3.4
 */
import type { Stage } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { replaceTokens } from './template.ts'

/** Before the hooks: they see concrete paths. */
export const resolvePath: Stage = (exchange) => {
  exchange.vendor.path = replaceTokens(exchange.vendor.path, (name) => tokenValue(exchange, name))
}

/** After the hooks: a hook may have returned a path with tokens. */
export const resolve: Stage = (exchange) => {
  const { vendor } = exchange
  const lookup = (name: string) => tokenValue(exchange, name)
  vendor.path = replaceTokens(vendor.path, lookup)
  vendor.base = replaceTokens(vendor.base, lookup)
}

/** Where the request goes, as far as it is known: what hooks see as `request_vendor_url`. */
export function vendorUrl({ vendor }: Exchange): string {
  const url = joinUrl(vendor.base.trim(), vendor.path.trim())
  const query = encodeQuery(vendor.query)
  if (query === '') return url
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

// A parameter's or the inbound path's value is one segment and is encoded; a configuration value may hold a whole
// address (`{siteUrl}`) and goes in as it is.
function tokenValue({ vendor, variables, live }: Exchange, name: string): string | undefined {
  const bound = vendor.tokens.get(name) ?? variables[name]
  if (bound !== undefined) return /^https?:\/\//.test(bound) ? bound : encodeURIComponent(bound)
  return live.configuration[name] ?? undefined
}

function joinUrl(base: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path
  if (path === '') return base
  if (/^[?&]/.test(path)) return base + path
  const [address = '', query] = splitOnce(base, '?')
  const joined = `${address.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
  if (query === undefined) return joined
  return `${joined}${path.includes('?') ? '&' : '?'}${query}`
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
