import type { NextPageKey } from './plan.ts'
import { parseRootPath } from './root-path.ts'

/**
 * A resource's `nextPageKey`: `body.<path>`, `header.<name>`, a bare header name (it has a hyphen and neither dot nor
 * bracket) or a bare path into the body; each may end in `?parameter`: the value found is a URL that carries the cursor.
 *
 * @returns `undefined` for empty text.
 */
export function parseNextPageKey(text: string | undefined): NextPageKey | undefined {
  const trimmed = (text ?? '').trim()
  if (trimmed === '') return undefined
  const mark = trimmed.indexOf('?')
  const place = mark < 0 ? trimmed : trimmed.slice(0, mark)
  const queryParameter = mark < 0 ? undefined : trimmed.slice(mark + 1).trim() || undefined
  return Object.freeze({ ...parsePlace(place.trim()), queryParameter })
}

function parsePlace(place: string): Omit<NextPageKey, 'queryParameter'> {
  if (place.startsWith('header.')) return inHeader(place.slice('header.'.length))
  if (place.startsWith('body.')) return inBody(place.slice('body.'.length))
  return /^[^.[\]]*-[^.[\]]*$/.test(place) ? inHeader(place) : inBody(place)
}

function inHeader(name: string): Omit<NextPageKey, 'queryParameter'> {
  return { from: 'header', path: [], header: name.toLowerCase() }
}

function inBody(path: string): Omit<NextPageKey, 'queryParameter'> {
  return { from: 'body', path: parseRootPath(path), header: '' }
}
