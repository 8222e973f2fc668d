/** Reading and writing one path. Whole records go through `compile.ts`, which reads many paths in one pass. */
import type { Row } from './mapping.ts'
import { type ElementStep, isForbidden, type Path, type PathStep } from './path.ts'

/**
 * Compile a path to a reader. `[*]` gives a list with `undefined` where an element has no value; other selectors the one
 * value. An object where the path expects a list counts as a list of one (what XML decoders make of single elements).
 *
 * @returns `undefined` where the path leads nowhere. Inherited members are never found.
 */
export function compileGet(path: Path): (root: unknown) => unknown {
  return (root) => read(root, path, 0)
}

function read(value: unknown, path: Path, from: number): unknown {
  const step = path[from]
  if (!step || value === undefined || value === null) return value
  if (step.kind === 'member') return read(ownMember(value, step.name), path, from + 1)
  const elements = elementsOf(value)
  if (!elements) return undefined
  if (step.kind === 'size') return elements.length
  if (step.kind === 'all') return elements.map((element) => read(element, path, from + 1))
  return read(elements[indexOf(elements, step)], path, from + 1)
}

/** An object's own member; `undefined` for lists, scalars and inherited members. */
export function ownMember(value: unknown, name: string): unknown {
  if (!isObject(value) || !Object.hasOwn(value, name)) return undefined
  return value[name]
}

/** The elements where a path expects a list: a list's own, or an object as the only one. */
export function elementsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  return isObject(value) ? [value] : undefined
}

/** Does an element have the selector's value? Compared as text. */
export function isSelected(element: unknown, { member, value }: ElementStep): boolean {
  const found = member.reduce(ownMember, element)
  return found !== undefined && found !== null && String(found) === String(value)
}

function indexOf(elements: readonly unknown[], step: PathStep): number {
  if (step.kind === 'index') return step.index
  return step.kind === 'element' ? elements.findIndex((element) => isSelected(element, step)) : -1
}

/**
 * Compile a path to a writer, which changes the object it is given. Missing parents are created, parents that are no
 * objects replaced. `[name=value]` creates the element with that member; `[3]` fills the places before it with null;
 * `[*]` takes a list and sets its values one by one (any other value sets the first).
 *
 * @returns Does nothing for paths that reach a prototype or end in `size()`.
 */
export function compileSet(path: Path): (root: Row, value: unknown) => void {
  const isWritable = !isForbidden(path) && path.at(-1)?.kind !== 'size'
  return (root, value) => {
    if (isWritable) write(root, path, 0, value)
  }
}

function write(parent: Row | unknown[], path: Path, from: number, value: unknown): void {
  const step = path[from] as PathStep
  if (step.kind === 'all') {
    const values = Array.isArray(value) ? value : [value]
    for (const [index, one] of values.entries()) {
      if (one !== undefined) writeAt(parent, index, { path, from, value: one })
    }
    return
  }
  writeAt(parent, keyOf(parent, step), { path, from, value })
}

interface Writing {
  readonly path: Path
  readonly from: number
  readonly value: unknown
}

function writeAt(
  parent: Row | unknown[],
  key: string | number,
  { path, from, value }: Writing,
): void {
  const place = parent as Record<string | number, unknown>
  if (Array.isArray(parent)) while (parent.length < Number(key)) parent.push(null)
  const next = path[from + 1]
  if (!next) {
    place[key] = value
    return
  }
  const isListNext = next.kind !== 'member'
  const existing = Object.hasOwn(place, key) ? place[key] : undefined
  const isUsable = isListNext ? Array.isArray(existing) : isObject(existing)
  if (!isUsable) place[key] = isListNext ? [] : {}
  write(place[key] as Row | unknown[], path, from + 1, value)
}

function keyOf(parent: Row | unknown[], step: PathStep): string | number {
  if (step.kind === 'member') return step.name
  if (step.kind === 'index') return step.index
  if (step.kind !== 'element' || !Array.isArray(parent)) return 0
  const index = parent.findIndex((element) => isSelected(element, step))
  return index < 0 ? parent.push(newElement(step)) - 1 : index
}

/** What a `[name=value]` selector creates. */
export function newElement({ member, value }: ElementStep): Row {
  return member.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Row
}

/** A JSON object: not a list, not null. */
export function isObject(value: unknown): value is Row {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
