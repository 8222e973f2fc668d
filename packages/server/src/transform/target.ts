/**
 * Writing many slots into one record. The paths are a tree in the order of the fields; a place is created when something
 * below it has a value. Several fields below one selector build one element.
 */
import { ValenceError } from '../lib/errors.ts'
import type { Conversion } from './coercion.ts'
import type { Row } from './mapping.ts'
import type { ElementStep, Path, PathStep } from './path.ts'
import { isObject, newElement } from './path-access.ts'
import { newRow } from './roomy-row.ts'

/** A slot whose value goes somewhere. */
export interface TargetSlot {
  readonly slot: number
  readonly conversion: Conversion
  /** How many `[*]` the value comes through, and how many it goes through. */
  readonly listDepth: { readonly source: number; readonly target: number }
}

/** A place that values go to or through. */
export interface TargetNode {
  /** What ends here; the last one with a value is written. */
  readonly ends: TargetSlot[]
  readonly members: Map<string, TargetNode>
  /** The selector of the element this place is. */
  readonly element: ElementStep | undefined
  list: TargetList | undefined
}

interface TargetList {
  all: TargetNode | undefined
  readonly allSlots: TargetSlot[]
  readonly byIndex: Map<number, TargetNode>
  readonly byElement: Map<string, TargetNode>
}

/** A tree without paths. */
export function newTarget(element?: ElementStep): TargetNode {
  return { ends: [], members: new Map(), element, list: undefined }
}

/**
 * Add a path that a slot's value goes to.
 *
 * @throws {ValenceError} `invalid_request` when another path treats the same place as a list and this one as an object,
 *   or the other way round.
 */
export function addTarget(root: TargetNode, path: Path, end: TargetSlot): void {
  let node = root
  for (const step of path) {
    const child = childOf(node, step, end)
    if (node.list && node.members.size > 0) throw ambiguous(path)
    node = child
  }
  node.ends.push(end)
}

function childOf(node: TargetNode, step: PathStep, end: TargetSlot): TargetNode {
  if (step.kind === 'member') return getOrAdd(node.members, step.name, () => newTarget())
  node.list ??= { all: undefined, allSlots: [], byIndex: new Map(), byElement: new Map() }
  const { list } = node
  if (step.kind === 'index') return getOrAdd(list.byIndex, step.index, () => newTarget())
  if (step.kind === 'element') {
    const key = JSON.stringify([step.member, step.value])
    return getOrAdd(list.byElement, key, () => newTarget(step))
  }
  list.all ??= newTarget()
  list.allSlots.push(end)
  return list.all
}

function getOrAdd<Key>(
  nodes: Map<Key, TargetNode>,
  key: Key,
  create: () => TargetNode,
): TargetNode {
  let node = nodes.get(key)
  if (!node) {
    node = create()
    nodes.set(key, node)
  }
  return node
}

function ambiguous(path: Path): ValenceError {
  const names = path.map((step) => (step.kind === 'member' ? step.name : '[…]')).join('.')
  return new ValenceError(
    'invalid_request',
    `The fields of the mapping write '${names}' both as a list and as an object. Make them agree.`,
  )
}

/** Makes a value out of slots; `undefined` when nothing below has one. */
type Write = (slots: readonly unknown[]) => unknown

/**
 * Compile a tree to a writer of records.
 *
 * @returns Gives an empty record when no slot has a value.
 */
export function compileTarget(root: TargetNode): (slots: readonly unknown[]) => Row {
  const write = compileMembers(root, false)
  return (slots) => (write(slots) ?? {}) as Row
}

/** `isConverted`: the values below a `[*]` were converted before the list was taken apart. */
function compileNode(node: TargetNode, isConverted: boolean): Write {
  const inner = node.list ? compileList(node.list, isConverted) : compileMembers(node, isConverted)
  if (node.ends.length === 0) return inner
  const own = compileEnds(node, isConverted)
  return node.list || node.members.size > 0 ? merged(own, inner) : own
}

/** One member of a record that is being written. */
interface Entry {
  readonly name: string
  /** The slot of a plain value, else -1 and `write` makes the value. */
  readonly slot: number
  readonly passes: Conversion['passes']
  readonly convert: Conversion['convert']
  readonly write: Write
}

function compileMembers({ members, element }: TargetNode, isConverted: boolean): Write {
  const entries = [...members].map(([name, node]) => compileEntry(name, node, isConverted))
  const create = creatorOf(entries.length, element)
  return (slots) => {
    let row: Row | undefined
    // An index, not `for…of`: this loop is most of the time a record takes.
    for (let i = 0; i < entries.length; i += 1) {
      const entry = entries[i] as Entry
      let value = entry.slot < 0 ? entry.write(slots) : slots[entry.slot]
      if (value === undefined) continue
      if (entry.convert !== undefined && typeof value !== entry.passes && value !== null) {
        value = entry.convert(value)
        if (value === undefined) continue
      }
      if (row === undefined) row = create()
      row[entry.name] = value
    }
    return row
  }
}

function creatorOf(members: number, element: ElementStep | undefined): () => Row {
  if (!element) return () => newRow(members)
  const [name] = element.member
  if (element.member.length > 1 || name === undefined) return () => newElement(element)
  return () => {
    const row = newRow(members)
    row[name] = element.value
    return row
  }
}

function compileEntry(name: string, node: TargetNode, isConverted: boolean): Entry {
  const [end, ...others] = node.ends
  const isPlain =
    end && others.length === 0 && !node.list && node.members.size === 0 && !node.element
  const nothing = { passes: undefined, convert: undefined }
  if (!isPlain) return { name, slot: -1, ...nothing, write: compileNode(node, isConverted) }
  return { name, slot: end.slot, ...conversionAt(end, isConverted), write: () => undefined }
}

/** The conversion of a value, and of a list that arrives where fewer `[*]` take it apart than it came through. */
function conversionAt({ conversion, listDepth }: TargetSlot, isConverted: boolean): Conversion {
  if (isConverted) return { passes: undefined, convert: undefined }
  const { source, target } = listDepth
  if (source <= target) return conversion
  const { convert } = conversion
  return {
    passes: undefined,
    convert: (value) => withoutHoles(convert ? convert(value) : value, target),
  }
}

// A place without a value stays a place, so that lists of one source keep going together. The outer lists are taken apart
// later, where "no value" still has to be told from null.
function withoutHoles(value: unknown, outerLists: number): unknown {
  if (!Array.isArray(value)) return value
  return value.map((element) =>
    element === undefined && outerLists === 0
      ? null
      : withoutHoles(element, Math.max(outerLists - 1, 0)),
  )
}

function compileEnds({ ends, element }: TargetNode, isConverted: boolean): Write {
  const writers = ends.map((end) => compileEnd(end, isConverted)).reverse()
  return (slots) => {
    for (const write of writers) {
      const value = write(slots)
      if (value === undefined) continue
      return element && isObject(value) ? { ...value, ...newElement(element) } : value
    }
    return undefined
  }
}

function compileEnd(end: TargetSlot, isConverted: boolean): Write {
  const { passes, convert } = conversionAt(end, isConverted)
  return (slots) => {
    const value = slots[end.slot]
    const isDone = value === undefined || value === null || !convert || typeof value === passes
    return isDone ? value : convert(value)
  }
}

// A field that writes the whole object and fields that write members of it: the members win. The whole is copied, for
// it still belongs to the record it comes from.
function merged(own: Write, inner: Write): Write {
  return (slots) => {
    const whole = own(slots)
    const part = inner(slots)
    if (part === undefined) return whole
    return isObject(whole) && isObject(part) ? mergeObjects(whole, part) : part
  }
}

function mergeObjects(whole: Row, part: Row): Row {
  const result: Row = { ...whole }
  for (const [name, value] of Object.entries(part)) {
    const below = result[name]
    result[name] = isObject(below) && isObject(value) ? mergeObjects(below, value) : value
  }
  return result
}

function compileList(list: TargetList, isConverted: boolean): Write {
  const all = list.all ? compileAll(list.all, list.allSlots, isConverted) : undefined
  const byIndex = [...list.byIndex]
    .sort(([a], [b]) => a - b)
    .map(([index, node]) => ({ index, write: compileNode(node, isConverted) }))
  const others = [...list.byElement.values()].map((node) => compileNode(node, isConverted))
  return (slots) => {
    const whole = all?.(slots)
    let elements = Array.isArray(whole) ? whole : undefined
    for (const { index, write } of byIndex) {
      const value = write(slots)
      if (value === undefined) continue
      elements ??= []
      while (elements.length < index) elements.push(null)
      const present = elements[index]
      elements[index] = isObject(present) && isObject(value) ? mergeObjects(present, value) : value
    }
    for (const write of others) {
      const value = write(slots)
      if (value === undefined) continue
      elements ??= []
      elements.push(value)
    }
    return elements ?? whole
  }
}

/** `[*]`: the lists in the slots are zipped, element by element. */
function compileAll(node: TargetNode, ends: readonly TargetSlot[], isConverted: boolean): Write {
  const columns = ends.map((end) => ({ slot: end.slot, read: compileEnd(end, isConverted) }))
  const write = compileNode(node, true)
  return (slots) => {
    const lists: (readonly unknown[] | undefined)[] = []
    let length = -1
    let isCleared = false
    for (const { read } of columns) {
      const value = read(slots)
      const list = value === undefined || value === null ? undefined : [value].flat(1)
      lists.push(list)
      if (list) length = Math.max(length, list.length)
      if (value === null) isCleared = true
    }
    if (length < 0) return isCleared ? null : undefined
    const inner: unknown[] = []
    return Array.from({ length }, (_, index) => {
      for (const [i, { slot }] of columns.entries()) inner[slot] = lists[i]?.[index]
      return write(inner) ?? emptyElement(node)
    })
  }
}

function emptyElement({ members, list }: TargetNode): unknown {
  if (list) return []
  return members.size > 0 ? {} : null
}
