import { isJsonObject } from './json.ts'

/**
 * `default.select.fields.map`: what `fields` is for callers who send none, by the name of the object.
 *
 * @param text - JSON: `{"contacts": "id,name"}` or `{"contacts": ["id", "name"]}`. What can't be read counts as empty.
 * @returns Comma-separated names by object.
 */
export function compileDefaultFields(text: string | null | undefined): ReadonlyMap<string, string> {
  const declared = parse(text)
  if (!isJsonObject(declared)) return new Map()
  return new Map(
    Object.entries(declared).flatMap(([object, fields]) => {
      const names = Array.isArray(fields) ? fields.join(',') : fields
      return typeof names === 'string' && names.trim() !== '' ? [[object, names]] : []
    }),
  )
}

function parse(text: string | null | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
