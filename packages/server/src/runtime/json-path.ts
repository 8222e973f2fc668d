import type { RootPath } from '../catalog/plan.ts'

/** Parts of a dotted path with indexes: `data[0].access_token`. Names with dots can't be written, as in the format. */
export function parseDottedPath(path: string): RootPath {
  const parts: (string | number)[] = []
  for (const match of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    parts.push(match[2] === undefined ? (match[1] as string) : Number(match[2]))
  }
  return parts
}

/**
 * The value at a path, or `undefined`. `*` maps over a list; a name meets a list's own members only.
 * Inherited members (`constructor`…) are never found.
 */
export function valueAt(root: unknown, path: RootPath, from = 0): unknown {
  let value = root
  for (let i = from; i < path.length; i += 1) {
    const part = path[i] as string | number
    if (part === '*') {
      return Array.isArray(value) ? value.map((item) => valueAt(item, path, i + 1)) : undefined
    }
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}

/** The value at a path, or the whole body where the path leads nowhere: root keys are lenient (element format, 3.8). */
export function unwrapAt(body: unknown, path: RootPath): unknown {
  if (path.length === 0) return body
  const value = valueAt(body, path)
  return value === undefined ? body : value
}

/** Put a body below a root key: `['data', 'item']` gives `{data: {item: body}}`. */
export function wrapAt(body: unknown, path: RootPath): unknown {
  return path.reduceRight<unknown>(
    (inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }),
    body,
  )
}

/** Set a value below an object, making parents as needed. Members that reach a prototype are refused silently. */
export function setAt(root: Record<string, unknown>, path: RootPath, value: unknown): void {
  let target: Record<string | number, unknown> = root
  path.forEach((part, i) => {
    if (part === '__proto__' || part === 'constructor' || part === 'prototype') return
    if (i === path.length - 1) {
      target[part] = value
      return
    }
    const existing = Object.hasOwn(target, part) ? target[part] : undefined
    if (existing === null || typeof existing !== 'object')
      target[part] = typeof path[i + 1] === 'number' ? [] : {}
    target = target[part] as Record<string | number, unknown>
  })
}

/** Is this a JSON object (not a list, not null)? */
export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
