/** References within one document. References to other documents are never followed. */
import { isJsonObject, type JsonObject } from '../../json.ts'

const maxHops = 20

/** The steps of `#/components/schemas/Pet~1Cat`; `undefined` for a reference to another document. */
export function stepsOf(ref: string): readonly string[] | undefined {
  if (!ref.startsWith('#')) return undefined
  return ref
    .slice(1)
    .split('/')
    .filter((step, index) => index > 0 || step !== '')
    .map((step) => unescapeStep(step))
}

function unescapeStep(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

/** What stands at a local reference; `undefined` for nothing. */
export function valueAtRef(document: JsonObject, ref: string): unknown {
  let current: unknown = document
  for (const step of stepsOf(ref) ?? ['']) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) {
      return undefined
    }
    current = (current as JsonObject)[step]
  }
  return current
}

/**
 * An object with its own `$ref` followed.
 *
 * @returns The object; `undefined` for what is none, for a circle, and for a reference that leads nowhere or out of the
 *   document: `onLost` hears of those.
 */
export function followed(
  document: JsonObject,
  value: unknown,
  onLost: (ref: string) => void,
): JsonObject | undefined {
  let current = value
  for (let hops = 0; hops < maxHops; hops += 1) {
    if (!isJsonObject(current)) return undefined
    if (typeof current.$ref !== 'string') return current
    const next = valueAtRef(document, current.$ref)
    if (!isJsonObject(next)) {
      onLost(current.$ref)
      return undefined
    }
    current = next
  }
  return undefined
}
