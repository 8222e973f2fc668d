/** Members that no field maps: they go along with the mapped ones unless the transformation says otherwise. */
import type { Row } from './mapping.ts'
import type { Path } from './path.ts'
import { isObject } from './path-access.ts'

/** Names that are taken out of a record: `true` is the whole member, a list's elements are treated alike. */
interface Taken {
  readonly members: Map<string, Taken | true>
}

/**
 * Compile a merger of a mapped record with what is left of the record it came from.
 *
 * @param taken - Paths that were mapped or are to be removed: they are no leftovers.
 */
export function compilePassThrough(
  taken: readonly Path[],
): (source: Readonly<Row>, mapped: Row) => Row {
  const root: Taken = { members: new Map() }
  for (const path of taken) take(root, path)
  return (source, mapped) => {
    const rest = leftover(source, root)
    return isObject(rest) ? (merge(rest, mapped) as Row) : mapped
  }
}

/** A selector names some elements of a list; what is left of those can't be told from the others: it goes by member. */
function take(root: Taken, path: Path): void {
  const names = path.flatMap((step) => (step.kind === 'member' ? [step.name] : []))
  const last = names.pop()
  if (last === undefined || path.at(-1)?.kind === 'size') return
  let node = root
  for (const name of names) {
    const next = node.members.get(name) ?? { members: new Map() }
    if (next === true) return
    node.members.set(name, next)
    node = next
  }
  node.members.set(last, true)
}

/** `undefined` when nothing is left. */
function leftover(value: unknown, taken: Taken): unknown {
  if (Array.isArray(value)) {
    const rest = value.map((element) => leftover(element, taken) ?? {})
    return rest.some((element) => !isObject(element) || Object.keys(element).length > 0)
      ? rest
      : undefined
  }
  if (!isObject(value)) return value
  const rest: Row = {}
  for (const [name, member] of Object.entries(value)) {
    const below = taken.members.get(name)
    if (below === true || name === '__proto__') continue
    const kept = below ? leftover(member, below) : member
    if (kept !== undefined) rest[name] = kept
  }
  return Object.keys(rest).length > 0 || Object.keys(value).length === 0 ? rest : undefined
}

/** The mapped value wins; objects are merged, and lists of one length element by element. */
function merge(rest: unknown, mapped: unknown): unknown {
  if (isObject(rest) && isObject(mapped)) {
    const result: Row = { ...rest }
    for (const [name, value] of Object.entries(mapped)) {
      result[name] = Object.hasOwn(rest, name) ? merge(rest[name], value) : value
    }
    return result
  }
  if (Array.isArray(rest) && Array.isArray(mapped) && rest.length === mapped.length) {
    return mapped.map((element, index) => merge(rest[index], element))
  }
  return mapped
}
