/** How one property of a request body must look. */
export type FieldRule =
  | { readonly kind: 'text'; readonly max?: number }
  | { readonly kind: 'number'; readonly least?: number }
  | { readonly kind: 'integer'; readonly least?: number; readonly oneOf?: readonly number[] }
  | { readonly kind: 'boolean' }
  /** `yyyy-MM-dd` */
  | { readonly kind: 'date' }
  /** ISO 8601 moment; kept as `…Z`. */
  | { readonly kind: 'time' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'any' }
  | { readonly kind: 'texts' }
  | { readonly kind: 'object'; readonly of: FieldRules }
  | { readonly kind: 'list'; readonly of: FieldRules }

/** Rules by property name. */
export type FieldRules = Readonly<Record<string, FieldRule>>

/** A value of the body is not acceptable. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
}

/** What was read from a body. */
export interface ReadFields {
  /** Known properties that were present; null where null was sent. */
  readonly values: Readonly<Record<string, unknown>>
  /** Properties present that no rule knows. They are ignored (assumed), and named so that a developer can see it. */
  readonly ignored: readonly string[]
}

/** The vendor's words for JSON it cannot map to the request (recorded). */
export const UNREADABLE = 'Input could not be converted to a valid request'

/** Read the known properties of a JSON object. Throws `BodyError` at the first value that breaks its rule. */
export function readFields(body: unknown, rules: FieldRules): ReadFields {
  if (!isObject(body)) throw new BodyError(UNREADABLE)
  const values: Record<string, unknown> = {}
  const ignored: string[] = []
  for (const [name, value] of Object.entries(body)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) ignored.push(name)
    else values[name] = value === null ? null : readValue(name, value, rule)
  }
  return { values, ignored }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readValue(name: string, value: unknown, rule: FieldRule): unknown {
  switch (rule.kind) {
    case 'text':
      return readText(name, value, rule.max)
    case 'number':
      return readNumber(name, value, rule.least)
    case 'integer':
      return readInteger(name, value, rule)
    case 'boolean':
      return readBoolean(value)
    case 'date':
      return readDate(name, value)
    case 'time':
      return readTime(name, value)
    case 'choice':
      return readChoice(name, value, rule.of)
    case 'any':
      return value
    case 'texts':
      return asList(value).map((item) => readText(name, item))
    case 'object':
      return readFields(value, rule.of).values
    case 'list':
      return asList(value).map((item) => readFields(item, rule.of).values)
  }
}

function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new BodyError(UNREADABLE)
  return value
}

// A number where text is expected is taken as its text, as the vendor's JSON mapper does: ids are often sent so.
function readText(name: string, value: unknown, max?: number): string {
  if (typeof value === 'object') throw new BodyError(UNREADABLE)
  const text = String(value)
  if (max !== undefined && text.length > max) {
    throw new BodyError(`${name} size must be between 0 and ${max}`)
  }
  return text
}

function readNumber(name: string, value: unknown, least?: number): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) throw new BodyError(UNREADABLE)
  if (least !== undefined && number < least) {
    throw new BodyError(`${name} must be greater than or equal to ${least}`)
  }
  return number
}

function readInteger(
  name: string,
  value: unknown,
  rule: { readonly least?: number; readonly oneOf?: readonly number[] },
): number {
  const number = readNumber(name, value, rule.least)
  if (!Number.isInteger(number)) throw new BodyError(UNREADABLE)
  if (rule.oneOf !== undefined && !rule.oneOf.includes(number)) {
    throw new BodyError(`${name} must be one of [${rule.oneOf.join(', ')}]`)
  }
  return number
}

function readBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new BodyError(UNREADABLE)
  return value
}

function readDate(name: string, value: unknown): string {
  const [, date] = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/.exec(String(value)) ?? []
  if (date === undefined || Number.isNaN(Date.parse(date)))
    throw new BodyError(`${name} is invalid`)
  return date
}

function readTime(name: string, value: unknown): string {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw new BodyError(`${name} is invalid`)
  return isoSeconds(time)
}

function readChoice(name: string, value: unknown, of: readonly string[]): string {
  if (typeof value !== 'string') throw new BodyError(UNREADABLE)
  if (!of.includes(value)) throw new BodyError(`${name} must be one of [${of.join(', ')}]`)
  return value
}

/** A moment as v2 writes it: `2024-01-10T08:00:00Z`, to the second (recorded). */
export function isoSeconds(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
