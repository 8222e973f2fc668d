import { lex, type Token, unexpected } from './lex.ts'

/** How many fields `fields` may name. */
const maxFields = 1000

/** What is kept of an object: whole members, and members of members. */
interface Selection {
  readonly whole: Set<string>
  readonly nested: Map<string, Selection>
}

/**
 * Parse `fields`: names separated by commas, in backticks where they hold one.
 *
 * @returns The names as written; empty commas are passed over.
 * @throws {ValenceError} `invalid_request` with the position.
 */
export function parseFields(text: string): readonly string[] {
  const names: string[] = []
  let isSeparated = true
  for (const token of lex(text, 'fields')) {
    if (token.kind === 'end') break
    if (token.kind === 'symbol' && token.text === ',') {
      isSeparated = true
      continue
    }
    if (token.kind === 'symbol' || !isSeparated) throw expected(text, token, isSeparated)
    if (names.length === maxFields)
      throw unexpected('fields', text, token.start, `at most ${maxFields} names`)
    names.push(token.text)
    isSeparated = false
  }
  return names
}

function expected(text: string, token: Token, isSeparated: boolean): Error {
  return unexpected('fields', text, token.start, isSeparated ? 'a field name' : 'a comma')
}

/**
 * Compile `fields` to a projection. Members keep the record's own order; `a.b` keeps member `b` of `a`, of every element
 * when `a` is a list (selectors as in `a[*].b` say the same); `*` and the empty list keep everything.
 *
 * @returns Makes a new record and never changes its argument; values other than objects pass unchanged.
 * @throws {ValenceError} `invalid_request` as `parseFields`.
 */
export function compileProjection(text: string): (record: unknown) => unknown {
  const names = parseFields(text)
  if (names.length === 0 || names.includes('*')) return (record) => record
  const selection = newSelection()
  for (const name of names) select(selection, name)
  return (record) => (isObject(record) ? project(record, selection) : record)
}

function newSelection(): Selection {
  return { whole: new Set(), nested: new Map() }
}

function select(root: Selection, name: string): void {
  // Records of some vendors have members with dots in their names.
  root.whole.add(name)
  const path = name.replace(/\[[^\]]*\]/g, '').split('.')
  const last = path.pop() ?? ''
  let selection = root
  for (const part of path) {
    const next = selection.nested.get(part) ?? newSelection()
    selection.nested.set(part, next)
    selection = next
  }
  selection.whole.add(last)
}

function project(record: Record<string, unknown>, selection: Selection): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const name of Object.keys(record)) {
    if (name === '__proto__') continue
    const value = record[name]
    if (selection.whole.has(name)) {
      kept[name] = value
      continue
    }
    const nested = selection.nested.get(name)
    const part = nested && projectValue(value, nested)
    if (part !== undefined) kept[name] = part
  }
  return kept
}

function projectValue(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value))
    return value.filter(isObject).map((element) => project(element, selection))
  return isObject(value) ? project(value, selection) : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
