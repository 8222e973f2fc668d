/** Texts of a collection. */
import { isJsonObject } from '../../json.ts'

/** A description: text, or an object with `content`. */
export function describe(description: unknown): string {
  if (typeof description === 'string') return description.trim().slice(0, 5_000)
  return isJsonObject(description) ? describe(description.content) : ''
}

/** Names that say that their value is a secret. */
export function isTelling(name: string): boolean {
  return /(pass(word|wd)?|secret|token|api[-_ ]?key|^key$|authorization|signature|credential|jwt|session)/i.test(
    name,
  )
}
