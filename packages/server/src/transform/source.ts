/**
 * Reading many paths of one record in one pass. The paths are a tree: each member is visited once, each list is gone
 * through once for all selectors on it. Values land in slots, one a field; `undefined` is "not there".
 *
 * Why it looks as it does: reading a member under a computed name costs 18 ns in V8 once many shapes have been seen;
 * `for…in` reads the same member in 2 ns, and telling from its position which member it is costs another 1 or 2.
 */

import type { ElementStep, Path } from './path.ts'
import { elementsOf, ownMember } from './path-access.ts'

/** A place that paths lead to or through. */
export interface SourceNode {
  /** Slots of the fields whose path ends here. */
  readonly slots: number[]
  /** The only slot of a place with nothing below it, else -1. */
  leaf: number
  readonly members: Map<string, SourceNode>
  readonly order: MemberOrder
  list: SourceList | undefined
  /** The last pass that took an element for this place: the first element a selector finds is the one. */
  pass: number
}

/** The members of the records seen so far, in their order: what comes next is guessed from it. */
interface MemberOrder {
  readonly names: string[]
  readonly nodes: (SourceNode | undefined)[]
  readonly positions: Map<string, number>
  /** Records here have many more members than are wanted: look the wanted ones up instead. */
  isWide: boolean
}

/** Selectors on one list. */
interface SourceList {
  /** `[*]`, and the slots of everything below it. */
  all: SourceNode | undefined
  readonly allSlots: number[]
  readonly byIndex: Map<number, SourceNode>
  readonly selectors: ElementSelector[]
  readonly sizeSlots: number[]
}

/** All `[name=value]` selectors on one list with the same name. */
interface ElementSelector {
  readonly member: readonly string[]
  /** The member, when it is one name that no object inherits. */
  readonly name: string | undefined
  readonly byText: Map<string, SourceNode>
  /** By position: which value the last list had there, and the place for it. */
  readonly guesses: ({ readonly text: string; readonly node: SourceNode } | undefined)[]
}

/** How far ahead the next member is looked for where records leave members out. */
const lookAhead = 8
/** How many members of a record are remembered; keys that are data (ids) must not fill the memory. */
const maxRemembered = 512
/** A place is wide when its records have this many times the wanted members. */
const wideFactor = 8
/** For how many elements of a list the selected place is guessed. */
const maxGuesses = 32

/** A tree without paths. */
export function newSource(): SourceNode {
  return {
    slots: [],
    leaf: -1,
    members: new Map(),
    order: { names: [], nodes: [], positions: new Map(), isWide: false },
    list: undefined,
    pass: 0,
  }
}

/** Add a path whose value goes to a slot. */
export function addSource(root: SourceNode, path: Path, slot: number): void {
  let node = root
  for (const step of path) {
    node.leaf = -1
    if (step.kind === 'member') {
      node = getOrAdd(node.members, step.name)
      continue
    }
    node.list ??= { all: undefined, allSlots: [], byIndex: new Map(), selectors: [], sizeSlots: [] }
    const { list } = node
    if (step.kind === 'size') {
      list.sizeSlots.push(slot)
      return
    }
    if (step.kind === 'all') {
      list.all ??= newSource()
      list.allSlots.push(slot)
      node = list.all
    } else {
      node = step.kind === 'index' ? getOrAdd(list.byIndex, step.index) : selectorNode(list, step)
    }
  }
  node.slots.push(slot)
  const isLeaf = node.slots.length === 1 && node.members.size === 0 && !node.list
  node.leaf = isLeaf ? slot : -1
}

function getOrAdd<Key>(nodes: Map<Key, SourceNode>, key: Key): SourceNode {
  let node = nodes.get(key)
  if (!node) {
    node = newSource()
    nodes.set(key, node)
  }
  return node
}

function selectorNode(list: SourceList, { member, value }: ElementStep): SourceNode {
  const name = JSON.stringify(member)
  let selector = list.selectors.find((known) => JSON.stringify(known.member) === name)
  if (!selector) {
    const isPlain = member.length === 1 && !((member[0] ?? '') in {})
    selector = { member, name: isPlain ? member[0] : undefined, byText: new Map(), guesses: [] }
    list.selectors.push(selector)
  }
  return getOrAdd(selector.byText, String(value))
}

/** Reads a record into slots. */
export type ReadSource = (record: object, slots: unknown[]) => void

/**
 * Compile a tree to a reader.
 *
 * @param keepsNull - `true`: a null where a path ends is a value; `false`: it is not there.
 */
export function compileSource(root: SourceNode, keepsNull: boolean): ReadSource {
  let passes = 0

  function readValue(node: SourceNode, value: unknown, slots: unknown[]): void {
    const { slots: own, list } = node
    if (value === undefined || value === null) {
      if (value === null && keepsNull)
        for (let i = 0; i < own.length; i += 1) slots[own[i] as number] = null
      return
    }
    for (let i = 0; i < own.length; i += 1) slots[own[i] as number] = value
    if (list) readList(list, value, slots)
    if (node.members.size > 0 && typeof value === 'object' && !Array.isArray(value)) {
      readMembers(node, value as Record<string, unknown>, slots)
    }
  }

  function readMembers(node: SourceNode, record: Record<string, unknown>, slots: unknown[]): void {
    const { order } = node
    if (order.isWide) {
      readWanted(node, record, slots)
      return
    }
    const { names, nodes } = order
    let at = 0
    let count = 0
    for (const name in record) {
      const value = record[name]
      count += 1
      if (names[at] !== name) at = findMember(node, name, at)
      const child = at < maxRemembered ? nodes[at] : node.members.get(name)
      at += 1
      if (child === undefined) continue
      if (child.leaf < 0) readValue(child, value, slots)
      else if (value !== null || keepsNull) slots[child.leaf] = value
    }
    if (count > wideFactor * node.members.size) order.isWide = true
  }

  function readWanted({ members }: SourceNode, record: object, slots: unknown[]): void {
    for (const [name, child] of members) readValue(child, ownMember(record, name), slots)
  }

  function readList(list: SourceList, value: unknown, slots: unknown[]): void {
    const elements = elementsOf(value)
    if (!elements) return
    const { selectors } = list
    for (let i = 0; i < selectors.length; i += 1) {
      readSelected(selectors[i] as ElementSelector, elements, slots)
    }
    if (list.byIndex.size > 0) readPlaces(list, elements, slots)
    if (list.all) readAll(list.all, list.allSlots, elements, slots)
    for (const slot of list.sizeSlots) slots[slot] = elements.length
  }

  function readPlaces(
    { byIndex }: SourceList,
    elements: readonly unknown[],
    slots: unknown[],
  ): void {
    for (const [index, node] of byIndex) readValue(node, elements[index], slots)
  }

  function readSelected(
    selector: ElementSelector,
    elements: readonly unknown[],
    slots: unknown[],
  ): void {
    passes += 1
    const pass = passes
    for (let i = 0; i < elements.length; i += 1) {
      const element = elements[i]
      const node = selectedNode(selector, element, i)
      if (!node || node.pass === pass) continue
      node.pass = pass
      readValue(node, element, slots)
    }
  }

  // Each slot below [*] becomes a list, with undefined where an element has no value.
  function readAll(
    node: SourceNode,
    below: readonly number[],
    elements: readonly unknown[],
    slots: unknown[],
  ): void {
    const columns = new Map<number, unknown[]>()
    for (const [index, element] of elements.entries()) {
      readValue(node, element, slots)
      for (const slot of below) {
        const value = slots[slot]
        if (value === undefined) continue
        slots[slot] = undefined
        let column = columns.get(slot)
        if (!column) {
          column = new Array<unknown>(elements.length).fill(undefined)
          columns.set(slot, column)
        }
        column[index] = value
      }
    }
    for (const slot of below) slots[slot] = elements.length === 0 ? [] : columns.get(slot)
  }

  return (record, slots) => readValue(root, record, slots)
}

/** The place that a selector takes an element for. Vendors give elements in the same order: the last answer is tried first. */
function selectedNode(
  selector: ElementSelector,
  element: unknown,
  index: number,
): SourceNode | undefined {
  const { name, guesses } = selector
  const value =
    name === undefined ? selector.member.reduce(ownMember, element) : memberOf(element, name)
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'string' ? value : String(value)
  const guess = guesses[index]
  if (guess !== undefined && guess.text === text) return guess.node
  const node = selector.byText.get(text)
  if (node && index < maxGuesses) guesses[index] = { text, node }
  return node
}

// Object.hasOwn costs more than the read: it is asked only for names that every object inherits.
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return (value as Record<string, unknown>)[name]
}

/** Where a member that was not the expected one stands; it is remembered when it is new. */
function findMember(node: SourceNode, name: string, from: number): number {
  const { names, nodes, positions } = node.order
  const end = Math.min(from + lookAhead, names.length)
  for (let at = from + 1; at < end; at += 1) if (names[at] === name) return at
  const known = positions.get(name)
  if (known !== undefined) return known
  if (names.length >= maxRemembered) return maxRemembered
  const at = Math.min(from, names.length)
  names.splice(at, 0, name)
  nodes.splice(at, 0, node.members.get(name))
  for (let i = at; i < names.length; i += 1) positions.set(names[i] as string, i)
  return at
}
