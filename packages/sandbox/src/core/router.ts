interface Node<Handler> {
  readonly children: Map<string, Node<Handler>>
  readonly methods: Map<string, Handler>
  /** Custom verbs on this segment's parameter: `{product_id}:adjustInventory`. */
  readonly verbs: Map<string, Node<Handler>>
  parameter?: { readonly name: string; readonly node: Node<Handler> }
  verbParameter?: string
}

/** What a path and a method lead to. */
export type Match<Handler> =
  | {
      readonly kind: 'found'
      readonly handler: Handler
      readonly params: Readonly<Record<string, string>>
      readonly pattern: string
    }
  | { readonly kind: 'wrong-method' }
  | { readonly kind: 'not-found' }

interface Entry<Handler> {
  readonly handler: Handler
  readonly pattern: string
}

const emptyNode = <Handler>(): Node<Handler> => ({
  children: new Map(),
  methods: new Map(),
  verbs: new Map(),
})

const parameterSegment = /^\{(\w+)\}(?::(\w+))?$/

/** A tree of path segments. Fixed segments win over parameters (`/contacts/model` over `/contacts/{contact_id}`). */
export class Router<Handler> {
  readonly #root = emptyNode<Entry<Handler>>()

  /** @param pattern - For example `/tags/{tag_id}/contacts:applyTags` or `/products/{product_id}:adjustInventory`. */
  add(method: string, pattern: string, handler: Handler): this {
    const end = segmentsOf(pattern).reduce(descend<Entry<Handler>>, this.#root)
    end.methods.set(method, { handler, pattern })
    return this
  }

  /** @param path - Without query. A trailing slash is the same as none: the vendor's own links have one. */
  find(method: string, path: string): Match<Handler> {
    const params: Record<string, string> = {}
    let node: Node<Entry<Handler>> | undefined = this.#root
    for (const segment of segmentsOf(path)) {
      node = step(node, segment, params)
      if (node === undefined) return { kind: 'not-found' }
    }
    const entry = node.methods.get(method)
    if (entry !== undefined) return { kind: 'found', params, ...entry }
    return { kind: node.methods.size === 0 ? 'not-found' : 'wrong-method' }
  }
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function descend<Handler>(node: Node<Handler>, segment: string): Node<Handler> {
  const [, name, verb] = parameterSegment.exec(segment) ?? []
  if (name === undefined) return childOf(node.children, segment)
  if (verb !== undefined) {
    node.verbParameter = name
    return childOf(node.verbs, verb)
  }
  node.parameter ??= { name, node: emptyNode() }
  return node.parameter.node
}

function childOf<Handler>(children: Map<string, Node<Handler>>, key: string): Node<Handler> {
  const child = children.get(key) ?? emptyNode<Handler>()
  children.set(key, child)
  return child
}

function step<Handler>(
  node: Node<Handler>,
  segment: string,
  params: Record<string, string>,
): Node<Handler> | undefined {
  const fixed = node.children.get(segment)
  if (fixed !== undefined) return fixed
  const colon = segment.lastIndexOf(':')
  const verb = colon > 0 ? node.verbs.get(segment.slice(colon + 1)) : undefined
  if (verb !== undefined && node.verbParameter !== undefined) {
    params[node.verbParameter] = segment.slice(0, colon)
    return verb
  }
  if (node.parameter === undefined) return undefined
  params[node.parameter.name] = segment
  return node.parameter.node
}
