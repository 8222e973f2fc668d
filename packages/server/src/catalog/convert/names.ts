/** Names that fit the element format, from names that need not. */

/** Hands out every name once: a second `Pet` is `Pet-2`. */
export interface Namer {
  unique(name: string): string
}

/** @param separator - Stands before the number. */
export function createNamer(separator = '-'): Namer {
  const taken = new Set<string>()
  return {
    unique(name) {
      let free = name
      for (let number = 2; taken.has(free); number += 1) free = `${name}${separator}${number}`
      taken.add(free)
      return free
    },
  }
}

/** The key of an element with this title: lower-case letters and digits of ASCII. `Café API 2.0` is `cafeapi20`. */
export function elementKeyOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
  return plain.slice(0, 60) || 'converted'
}

/** A name for `#/definitions/…`: letters, digits, dot, hyphen and underscore. */
export function definitionNameOf(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9._-]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 120) || 'Model'
  )
}

/** One segment of a public path out of any words: `Get all (paid) invoices` is `get-all-paid-invoices`. */
export function slugOf(words: string): string {
  const plain = words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.replace(/^-|-$/g, '').slice(0, 80) || 'unnamed'
}

/** A vendor's path template in the element format. */
export interface PathTemplate {
  /** `/users('{id}')/report.{format}?full=1`, with names of variables that can be tokens. */
  readonly vendorPath: string
  /** `/users/{id}/report/{format}`: every variable a whole segment, no query. */
  readonly publicPath: string
  /** Name in the template by the name in the source. */
  readonly names: ReadonlyMap<string, string>
}

const variable = /\{([^{}]*)\}/g

/**
 * Read a path template. Names of variables lose what no token may contain, a repeated one gets a number, and braces that
 * are no variable's are percent-encoded.
 */
export function pathTemplateOf(path: string): PathTemplate {
  const names = new Map<string, string>()
  const namer = createNamer('')
  const vendorPath = path
    .trim()
    .split(/(\{[^{}]*\})/)
    .map((piece) => {
      if (!/^\{[^{}]*\}$/.test(piece)) return piece.replaceAll('{', '%7B').replaceAll('}', '%7D')
      const source = piece.slice(1, -1)
      const name = namer.unique(tokenNameOf(source))
      if (!names.has(source)) names.set(source, name)
      return `{${name}}`
    })
    .join('')
  return { vendorPath, publicPath: publicPathOf(vendorPath), names }
}

/** `{+path}`, `{id*}` (RFC 6570) and `{user id}` as names a token may have. */
export function tokenNameOf(name: string): string {
  return name.replace(/[^A-Za-z0-9_.$@[\]-]+/g, '') || 'value'
}

function publicPathOf(vendorPath: string): string {
  const [path = ''] = vendorPath.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/)
  const segments = path.split('/').flatMap(publicSegmentsOf)
  return `/${segments.join('/')}`
}

/** `report.{format}` becomes `report` and `{format}`: the engine matches whole segments. */
function publicSegmentsOf(segment: string): readonly string[] {
  return segment.split(/(\{[^{}]*\})/).flatMap((piece) => {
    if (variable.test(piece)) {
      variable.lastIndex = 0
      return [piece]
    }
    const literal = decoded(piece)
      .replace(/[^A-Za-z0-9._~@:$!*+-]+/g, '-')
      .replace(/^[^A-Za-z0-9_$@]+|[^A-Za-z0-9_]+$/g, '')
    return literal === '' ? [] : [literal]
  })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
