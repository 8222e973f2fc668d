/**
 * The path grammar of transformations:
 *
 *     path     = segment { "." segment }
 *     segment  = name { "[" selector "]" } | "size()"
 *     name     = any run without . [ ] and backtick | "`" any "`"
 *     selector = "*" | index | member "=" value | "?(@." member "==" value ")"
 *
 * `size()` ends a path and is only read. A value is a number, `true` or `false` where it is written as one, else text;
 * quotes make anything text. Selectors compare as text, so `[id=4]` finds `4` and `'4'`, and creates `4`.
 * @see docs/reference/field-mapping.md
 */
import { ValenceError } from '../lib/errors.ts'

/** One step of a path. */
export type PathStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'index'; readonly index: number }
  | ElementStep
  | { readonly kind: 'size' }

/** The first element whose member (a path of names) has a value. */
export interface ElementStep {
  readonly kind: 'element'
  readonly member: readonly string[]
  readonly value: string | number | boolean
}

/** A parsed path; never empty, the first step is a member. */
export type Path = readonly PathStep[]

/** The largest index a path may name. */
export const maxIndex = 10_000
const maxSteps = 32
const maxLength = 1000

/** Names that reach a prototype. They are read as own members only, and never written. */
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

const segmentName = /`([^`]+)`|([^.[\]`]+)/y
const selectorText = /\[((?:[^[\]'"]|'[^']*'|"[^"]*"|\[[^\]]*\])*)\]/y

/**
 * Parse a path.
 *
 * @throws {ValenceError} `invalid_request` with the path and the position; also for an index above 10,000 and more than
 *   32 steps.
 */
export function parsePath(text: string): Path {
  if (text.length > maxLength)
    throw invalid(text.slice(0, 40), 0, `it is longer than ${maxLength} characters`)
  const steps: PathStep[] = []
  let at = 0
  do {
    at = readSegment(text, at, steps)
    if (steps.length > maxSteps) throw invalid(text, at, `it has more than ${maxSteps} steps`)
  } while (text.charAt(at++) === '.')
  if (at <= text.length) throw invalid(text, at - 1, 'a dot or a [ belongs here')
  if (steps.slice(0, -1).some((step) => step.kind === 'size'))
    throw invalid(text, 0, 'size() must be last')
  return steps
}

/** Does a path name a member that must never be written? */
export function isForbidden(path: Path): boolean {
  return path.some(
    (step) =>
      (step.kind === 'member' && forbiddenNames.has(step.name)) ||
      (step.kind === 'element' && step.member.some((name) => forbiddenNames.has(name))),
  )
}

function readSegment(text: string, start: number, steps: PathStep[]): number {
  segmentName.lastIndex = start
  const name = segmentName.exec(text)
  if (!name) throw invalid(text, start, 'a name belongs here')
  const plain = name[2]?.trim()
  if (plain === 'size()' && steps.length > 0) steps.push({ kind: 'size' })
  else steps.push({ kind: 'member', name: name[1] ?? plain ?? '' })
  let at = segmentName.lastIndex
  while (text.charAt(at) === '[') {
    selectorText.lastIndex = at
    const selector = selectorText.exec(text)
    if (!selector) throw invalid(text, at, 'the [ is not closed')
    steps.push(parseSelector(selector[1]?.trim() ?? '', text, at))
    at = selectorText.lastIndex
  }
  return at
}

function parseSelector(selector: string, text: string, at: number): PathStep {
  if (selector === '*' || selector === '') return { kind: 'all' }
  if (/^\d+$/.test(selector)) {
    const index = Number(selector)
    if (index > maxIndex) throw invalid(text, at, `an index is at most ${maxIndex}`)
    return { kind: 'index', index }
  }
  const [member, value] = memberAndValue(selector)
  if (!member || !value) {
    throw invalid(text, at, 'a selector is *, an index, name=value or ?(@.name==value)')
  }
  return { kind: 'element', member: member.split('.'), value: parseValue(value) }
}

/** The two sides of `name=value` and of `?(@.name==value)`, without the space around them. */
function memberAndValue(selector: string): readonly [member: string, value: string] {
  const isFilter = selector.startsWith('?(') && selector.endsWith(')')
  const inner = isFilter ? selector.slice(2, -1).trim() : selector
  const comparison = isFilter && inner.startsWith('@.') ? inner.slice(2) : inner
  const equals = comparison.indexOf('=')
  const value = comparison.slice(comparison.startsWith('==', equals) ? equals + 2 : equals + 1)
  return [comparison.slice(0, Math.max(equals, 0)).trim(), value.trim()]
}

function parseValue(text: string): string | number | boolean {
  if (/^'.*'$|^".*"$/.test(text)) return text.slice(1, -1)
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d/.test(text) && String(Number(text)) === text ? Number(text) : text
}

function invalid(path: string, at: number, what: string): ValenceError {
  return new ValenceError(
    'invalid_request',
    `The path '${path}' is not valid at character ${at + 1}: ${what}.`,
  )
}
