/** Addresses of requests: where the API is, and what is below. */
import { isJsonObject, type JsonObject } from '../../json.ts'

/** An address in its two parts, variables as `{{name}}` still. */
export interface SplitUrl {
  /** `https://api.example.test` or `{{baseUrl}}`. */
  readonly base: string
  /** `/v1/contacts/:id`, no query. */
  readonly path: string
  /** Parameters written into the text of an address that is not split up. */
  readonly query: readonly JsonObject[]
}

/** @param url - Text, or an object with `raw`, `host`, `path` and `query`. */
export function splitUrl(url: unknown): SplitUrl {
  const raw = isJsonObject(url) ? rawOf(url) : String(url ?? '')
  const [beforeQuery = '', query = ''] = splitOnce(raw.trim().replace(/#.*$/, ''), '?')
  const match = /^((?:[a-z]+:\/\/|\{\{[^{}]+\}\}:\/\/)?[^/]*)(\/.*)?$/is.exec(beforeQuery)
  const base = match?.[1] ?? ''
  const isBase =
    base === '' ||
    base.includes('{{') ||
    base.includes('.') ||
    /^(https?:\/\/|localhost)/i.test(base)
  return {
    base: isBase ? withScheme(base) : '',
    path: isBase ? (match?.[2] ?? '') : `/${beforeQuery}`,
    query:
      isJsonObject(url) && Array.isArray(url.query)
        ? url.query.filter(isJsonObject)
        : parseQuery(query),
  }
}

/** `example.test/a` is what a person typed into the address bar. */
function withScheme(base: string): string {
  return base === '' || base.includes('://') || base.startsWith('{{') ? base : `https://${base}`
}

function rawOf({ raw, protocol, host, path, port }: JsonObject): string {
  if (typeof raw === 'string' && raw !== '') return raw
  const hosts = Array.isArray(host) ? host.join('.') : String(host ?? '')
  const steps = Array.isArray(path)
    ? path.map((step) => (isJsonObject(step) ? String(step.value ?? '') : String(step))).join('/')
    : String(path ?? '').replace(/^\//, '')
  const origin = `${typeof protocol === 'string' ? `${protocol}://` : ''}${hosts}${port ? `:${port}` : ''}`
  return `${origin}/${steps}`
}

function parseQuery(query: string): readonly JsonObject[] {
  if (query === '') return []
  return query.split('&').map((pair) => {
    const [key, value] = splitOnce(pair, '=')
    return { key: decoded(key), value: decoded(value ?? '') }
  })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** The base most requests have. */
export function baseOf(bases: readonly string[]): string {
  const groups = Map.groupBy(
    bases.filter((base) => base !== ''),
    (base) => base,
  )
  const [most] = [...groups].sort(([, a], [, b]) => b.length - a.length)
  return most?.[0] ?? ''
}
