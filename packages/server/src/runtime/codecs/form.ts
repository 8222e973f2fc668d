/** `application/x-www-form-urlencoded`. */
import { encodeQuery } from '../resolve.ts'

type Values = string | readonly string[]

/** The members of an object as a form: lists repeat their name, `null` and absent members are left out. */
export function encodeForm(body: object): string {
  const fields = new Map<string, Values>()
  for (const [name, value] of Object.entries(body)) {
    if (value === null || value === undefined) continue
    fields.set(name, Array.isArray(value) ? value.map(textOf) : textOf(value))
  }
  return encodeQuery(fields)
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A form as an object; a name that comes more than once becomes a list. */
export function decodeForm(text: string): Record<string, Values> {
  const form: Record<string, Values> = Object.create(null) as Record<string, Values>
  for (const [name, value] of new URLSearchParams(text)) {
    const former = form[name]
    form[name] = former === undefined ? value : [...[former].flat(), value]
  }
  return { ...form }
}
