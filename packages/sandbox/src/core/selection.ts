const MOST_CACHED_SELECTIONS = 64

/** Fields were asked for that the record does not have. */
export class SelectionError extends Error {
  override readonly name = 'SelectionError'
}

/** Parse a comma list that may also be repeated (`fields=a,b&fields=c`); undefined when the parameter is absent. */
export function parseFieldList(
  query: URLSearchParams,
  parameter: string,
): readonly string[] | undefined {
  if (!query.has(parameter)) return undefined
  const names = query
    .getAll(parameter)
    .flatMap((list) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return names.length === 0 ? undefined : names
}

/** Turns records into JSON text, with the properties that were asked for. */
export interface Selection<T extends object> {
  /**
   * @param fields - Properties wanted; undefined means the default ones. What is `always` answered comes in addition.
   * @returns A function that serialises one record.
   * @throws {SelectionError} When a field is not one of the record's.
   */
  serialiser(fields: readonly string[] | undefined): (record: T) => string
}

/**
 * A selection whose texts are remembered as long as the record object lives. Only for records that answer from
 * themselves alone: what is built from several records must be built anew.
 */
export function cachedSelection<T extends object>(
  defaults: readonly string[],
  known: readonly string[],
  always: readonly string[] = ['id'],
): Selection<T> {
  const texts = new Map<string, WeakMap<T, string>>()
  return {
    serialiser: (fields) => {
      const keys = wantedKeys(fields, { defaults, known, always })
      const cache = cacheFor(texts, keys.join())
      return (record) => {
        const known = cache.get(record)
        if (known !== undefined) return known
        const text = JSON.stringify(pick(record, keys))
        cache.set(record, text)
        return text
      }
    },
  }
}

/** A selection over a view that is computed for each answer. */
export function computedSelection<T extends object>(
  defaults: readonly string[],
  known: readonly string[],
  always: readonly string[] = ['id'],
): Selection<T> {
  return {
    serialiser: (fields) => {
      const keys = wantedKeys(fields, { defaults, known, always })
      return (view) => JSON.stringify(pick(view, keys))
    },
  }
}

function wantedKeys(
  fields: readonly string[] | undefined,
  {
    defaults,
    known,
    always,
  }: {
    readonly defaults: readonly string[]
    readonly known: readonly string[]
    readonly always: readonly string[]
  },
): readonly string[] {
  if (fields === undefined) return defaults
  const unknown = fields.filter((field) => !known.includes(field))
  if (unknown.length > 0) {
    throw new SelectionError(`The following fields are unrecognized: [${unknown.join(', ')}]`)
  }
  return [...new Set([...always, ...fields])]
}

function cacheFor<T extends object>(
  texts: Map<string, WeakMap<T, string>>,
  key: string,
): WeakMap<T, string> {
  const found = texts.get(key)
  if (found !== undefined) return found
  if (texts.size >= MOST_CACHED_SELECTIONS) texts.clear()
  const cache = new WeakMap<T, string>()
  texts.set(key, cache)
  return cache
}

function pick(record: object, keys: readonly string[]): Record<string, unknown> {
  const source = record as Readonly<Record<string, unknown>>
  const picked: Record<string, unknown> = {}
  for (const key of keys) picked[key] = source[key] ?? null
  return picked
}
