/**
 * Existing clients build URLs carelessly: doubled slashes, a trailing slash, `&` where `?` belongs. Refusing them
 * breaks the client, so every request target is brought into one form before it is routed.
 * Percent-encoding is left alone: `%2F` inside a segment stays part of that segment.
 * @see docs/reference/wire.md#urls
 */

/**
 * The form of a request target that routes know.
 *
 * Works on the raw text, not with `new URL`: that reads the `//elements` of a doubled leading slash as a host name.
 *
 * @param target - The request line's target: `/path?query`, or an absolute `http:` URL as proxies send it.
 * @returns `/path` or `/path?query`, no run of slashes and no trailing slash in the path, no fragment.
 */
export function tolerantUrl(target: string): string {
  const withoutOrigin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '')
  const fragmentAt = withoutOrigin.indexOf('#')
  const url = fragmentAt < 0 ? withoutOrigin : withoutOrigin.slice(0, fragmentAt)
  const queryAt = queryStart(url)
  if (queryAt < 0) return tolerantPath(url)
  return `${tolerantPath(url.slice(0, queryAt))}?${url.slice(queryAt + 1)}`
}

/** Where the query's mark is: the first `?`, or without one the first `&`; -1 without both. */
function queryStart(url: string): number {
  const questionMark = url.indexOf('?')
  return questionMark < 0 ? url.indexOf('&') : questionMark
}

function tolerantPath(path: string): string {
  const collapsed = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
  if (collapsed.length > 1 && collapsed.endsWith('/')) return collapsed.slice(0, -1)
  return collapsed === '' ? '/' : collapsed
}
