/**
 * XML documents as trees with resolved namespaces, for formats where order and prefixes mean something.
 *
 * Documents come from strangers: one with a DOCTYPE is refused (entities are made there), nesting is bounded, and nothing
 * outside the document is looked at.
 */
import { XMLParser } from 'fast-xml-parser'
import { unreadable } from './documents.ts'

/** One element. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string
  /** Empty without one. */
  readonly namespace: string
  /** By name as it is written, prefix included; declarations of namespaces are not among them. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** All text directly in it, joined. */
  readonly text: string
  /** Namespace by prefix, as in scope here; the default namespace has the empty prefix. */
  readonly prefixes: ReadonlyMap<string, string>
}

const maxDepth = 100

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: maxDepth,
})

type Node = Readonly<Record<string, unknown>>

/** @throws {ValenceError} `invalid_request`: no XML, or XML of a kind that is not read. */
export function parseXml(text: string): XmlElement {
  const plain = text.replace(/^\uFEFF/, '')
  if (!/^\s*</.test(plain)) throw unreadable('it is no XML')
  if (/<!DOCTYPE/i.test(plain)) throw unreadable('it has a DOCTYPE, which is not accepted')
  const [root, another] = elementsOf(parse(plain))
  if (!root || another) throw unreadable('it has no single root element')
  return treeOf(root, new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]))
}

function parse(text: string): unknown {
  try {
    return parser.parse(text, true)
  } catch (error) {
    throw unreadable(`the XML is not valid: ${firstLine(error)}`, error)
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? '').replace(/\.?(:\d+:\d+)?$/, '$1').slice(0, 200)
}

function elementsOf(nodes: unknown): readonly Node[] {
  return Array.isArray(nodes) ? nodes.filter((node) => tagOf(node) !== undefined) : []
}

function tagOf(node: Node): string | undefined {
  return Object.keys(node).find(
    (key) => key !== ':@' && !key.startsWith('#') && !key.startsWith('?'),
  )
}

function treeOf(node: Node, outer: ReadonlyMap<string, string>): XmlElement {
  const tag = tagOf(node) ?? ''
  const written = Object.entries((node[':@'] ?? {}) as Record<string, string>)
  const prefixes = scopeOf(written, outer)
  const [prefix, name] = split(tag)
  const children = (node[tag] ?? []) as readonly Node[]
  return {
    name,
    namespace: prefixes.get(prefix) ?? '',
    attributes: Object.fromEntries(
      written
        .filter(([key]) => !/^xmlns(:|$)/.test(key))
        .map(([key, value]) => [key, String(value)]),
    ),
    children: elementsOf(children).map((child) => treeOf(child, prefixes)),
    text: children
      .map((child) => (typeof child['#text'] === 'string' ? child['#text'] : ''))
      .join('')
      .trim(),
    prefixes,
  }
}

function scopeOf(
  attributes: readonly (readonly [string, string])[],
  outer: ReadonlyMap<string, string>,
) {
  const declared = attributes.filter(([key]) => /^xmlns(:|$)/.test(key))
  if (declared.length === 0) return outer
  return new Map([...outer, ...declared.map(([key, value]) => [key.slice(6), value] as const)])
}

function split(name: string): readonly [prefix: string, local: string] {
  const at = name.indexOf(':')
  return at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 1)]
}

/** A name with its namespace, as one text that compares: `{urn:x}Order`. */
export type QName = string

/** The qualified name that text such as `tns:Order` stands for within an element. */
export function qualified(text: string, { prefixes }: XmlElement): QName {
  const [prefix, name] = split(text.trim())
  return nameIn(prefixes.get(prefix) ?? '', name)
}

/** @see QName */
export function nameIn(namespace: string, name: string): QName {
  return `{${namespace}}${name}`
}

/** The name without its namespace. */
export function localOf(name: QName): string {
  return name.slice(name.indexOf('}') + 1)
}

/** The namespace of a name. */
export function namespaceOf(name: QName): string {
  return name.slice(1, name.indexOf('}'))
}

/** Children of this name, whatever their namespace. */
export function childrenOf(
  element: XmlElement,
  ...names: readonly string[]
): readonly XmlElement[] {
  return element.children.filter(({ name }) => names.includes(name))
}

/** The first child of this name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name)
}

/** All elements of this name below, in document order. */
export function descendantsOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendantsOf(child, name),
  ])
}

/** An attribute by its name without prefix: metadata writes `m:HttpMethod` and `sap:label` under prefixes of their own. */
export function attributeOf({ attributes }: XmlElement, name: string): string | undefined {
  const found = Object.keys(attributes).find((key) => key === name || key.endsWith(`:${name}`))
  return found === undefined ? undefined : attributes[found]
}
