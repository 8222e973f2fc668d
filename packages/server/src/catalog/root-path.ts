/**
 * Root keys: where the record is in a vendor's body, in the format's own small path language.
 * `data[0].items[*]`, `.workers[*]`, `soap:Envelope.soap:Body`.
 */
import type { RootPath } from './plan.ts'

const segment = /^([^[\]]*)((?:\[(?:\d+|\*)\])*)$/

/** A path as its steps. Empty text is the empty path; brackets that hold no index belong to the name. */
export function parseRootPath(text: string): RootPath {
  return Object.freeze(text.trim().split('.').flatMap(parseSegment))
}

function parseSegment(text: string): readonly (string | number)[] {
  if (text === '') return []
  const match = segment.exec(text)
  if (!match) return [text]
  const indexes = [...(match[2] ?? '').matchAll(/\[(\d+|\*)\]/g)].map((index) =>
    index[1] === '*' ? '*' : Number(index[1]),
  )
  return match[1] ? [match[1], ...indexes] : indexes
}

/** A resource's `rootKey`: `request|response`; without the bar it speaks of the response alone. */
export function parseRootKey(rootKey: string | undefined): {
  readonly request: RootPath
  readonly response: RootPath
} {
  const text = rootKey ?? ''
  const bar = text.indexOf('|')
  return {
    request: parseRootPath(bar < 0 ? '' : text.slice(0, bar)),
    response: parseRootPath(text.slice(bar + 1)),
  }
}
