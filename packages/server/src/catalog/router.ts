/** Finds the resource that serves a path: a trie over the segments below the hub. */
import type { Match, ResourcePlan } from './plan.ts'

interface Node {
  readonly literals: Map<string, Node>
  variable: Node | undefined
  /** By method. */
  readonly resources: Map<string, ResourcePlan>
}

/** What a plan offers of its router. */
export interface Router {
  match(method: string, segments: readonly string[]): Match | undefined
  allowedMethods(segments: readonly string[]): readonly string[]
}

/** Segments of a path below its hub: `/hubs/crm/contacts/{id}` is `['contacts', '{id}']`. */
export function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/^\/hubs\/[^/]+/, '')
    .split('/')
    .filter((segment) => segment !== '')
}

/** The name in a variable segment: `id` of `{id}` and of `{:id}`; `undefined` for a literal one. */
export function variableName(segment: string): string | undefined {
  return /^\{:?([^{}]+)\}$/.exec(segment)?.[1]
}

/**
 * @param resources - The callable ones. Of two with the same method and shape the first serves.
 * @returns A router in which a literal segment wins over a variable one, and which tries the variable when the literal
 *   leads nowhere. A path nothing serves as it stands is tried once more with the name of an object in its first
 *   segment: `/employees` reaches a resource `/workers` whose `objectName` is `employees` (docs/reference/element-format.md, "Resources").
 */
export function createRouter(resources: readonly ResourcePlan[]): Router {
  const root = emptyNode()
  for (const resource of resources) insert(root, resource)
  const aliases = objectAliases(resources)

  function spellings(segments: readonly string[]): readonly (readonly string[])[] {
    const others = aliases.get(segments[0] ?? '') ?? []
    return [segments, ...others.map((first) => [first, ...segments.slice(1)])]
  }

  return {
    match(method, segments) {
      const direct = lookUp(root, method, segments, 0)
      if (direct) return toMatch(direct, segments)
      for (const spelling of spellings(segments).slice(1)) {
        const resource = lookUp(root, method, spelling, 0)
        if (resource) return toMatch(resource, spelling)
      }
      return undefined
    },
    allowedMethods(segments) {
      const methods = new Set<string>()
      for (const spelling of spellings(segments)) collectMethods(root, spelling, 0, methods)
      return [...methods].sort()
    },
  }
}

function emptyNode(): Node {
  return { literals: new Map(), variable: undefined, resources: new Map() }
}

function insert(root: Node, resource: ResourcePlan): void {
  let node = root
  for (const segment of resource.segments) node = child(node, segment)
  if (!node.resources.has(resource.method)) node.resources.set(resource.method, resource)
}

function child(node: Node, segment: string): Node {
  if (variableName(segment) !== undefined) {
    node.variable ??= emptyNode()
    return node.variable
  }
  const existing = node.literals.get(segment)
  if (existing) return existing
  const made = emptyNode()
  node.literals.set(segment, made)
  return made
}

function lookUp(
  node: Node,
  method: string,
  segments: readonly string[],
  at: number,
): ResourcePlan | undefined {
  const segment = segments[at]
  if (segment === undefined) return node.resources.get(method)
  const literal = node.literals.get(segment)
  const found = literal && lookUp(literal, method, segments, at + 1)
  return found ?? (node.variable && lookUp(node.variable, method, segments, at + 1))
}

function collectMethods(
  node: Node,
  segments: readonly string[],
  at: number,
  methods: Set<string>,
): void {
  const segment = segments[at]
  if (segment === undefined) {
    for (const method of node.resources.keys()) methods.add(method)
    return
  }
  const literal = node.literals.get(segment)
  if (literal) collectMethods(literal, segments, at + 1, methods)
  if (node.variable) collectMethods(node.variable, segments, at + 1, methods)
}

function toMatch(resource: ResourcePlan, segments: readonly string[]): Match {
  const variables: Record<string, string> = {}
  resource.segments.forEach((template, index) => {
    const name = variableName(template)
    if (name !== undefined) variables[name] = segments[index] ?? ''
  })
  return { resource, variables }
}

/** Object names that differ from the first segment of the resources serving them. */
function objectAliases(resources: readonly ResourcePlan[]): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, string[]>()
  for (const { objectName, segments } of resources) {
    const first = segments[0]
    if (!objectName || !first || first === objectName || variableName(first)) continue
    if (segments.slice(1).some((segment) => variableName(segment) === undefined)) continue
    const known = aliases.get(objectName) ?? []
    if (!known.includes(first)) aliases.set(objectName, [...known, first])
  }
  return aliases
}
