/** What a Content-Type header says. */

/** How a body is read and written. */
export type BodyKind = 'json' | 'form' | 'multipart' | 'xml' | 'text' | 'binary'

/**
 * The kind of body a media type stands for. `+json` and `+xml` (RFC 6839) count; so do the types that vendors had before
 * there were better ones.
 *
 * @returns `undefined` without a type: look at the body itself.
 */
export function bodyKind(contentType: string | undefined): BodyKind | undefined {
  const type = essence(contentType)
  if (type === '') return undefined
  if (/[/+-]json$|^application\/json|^text\/json/.test(type)) return 'json'
  if (type === 'application/x-www-form-urlencoded') return 'form'
  if (type.startsWith('multipart/')) return 'multipart'
  if (/[/+]xml$/.test(type)) return 'xml'
  return /^text\/|javascript$/.test(type) ? 'text' : 'binary'
}

/** `Text/XML; charset=utf-8` -> `text/xml` */
export function essence(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** The `charset` parameter, lower case. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase()
}
