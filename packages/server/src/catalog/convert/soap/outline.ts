/** What a script must know of a type to write it as XML, or to read its answer. */
import { localOf, namespaceOf, type QName } from '../xml-tree.ts'
import type { XsdElement, XsdMember, XsdType, XsdTypes } from './xsd.ts'

/** A member: its name, its tag with prefix, its type in the outline (0: text), and whether it may come again. */
export type OutlineMember = readonly [name: string, tag: string, type: number, isMany: 0 | 1]

/** A type: its members, and whether it may hold others. Type 0 is text and not in the list. */
export interface Outline {
  readonly root: number
  readonly types: readonly { readonly members: readonly OutlineMember[]; readonly isOpen: 0 | 1 }[]
}

/** Gives namespaces their prefixes. */
export interface Prefixes {
  tag(name: QName): string
  /** ` xmlns:ns1="urn:x"` for everything asked for. */
  declarations(): string
}

/** Prefixes of one envelope: `ns1`, `ns2`… */
export function createPrefixes(): Prefixes {
  const prefixes = new Map<string, string>()
  return {
    tag(name) {
      const namespace = namespaceOf(name)
      if (namespace === '') return localOf(name)
      const prefix = prefixes.get(namespace) ?? `ns${prefixes.size + 1}`
      prefixes.set(namespace, prefix)
      return `${prefix}:${localOf(name)}`
    },
    declarations: () =>
      [...prefixes]
        .map(([namespace, prefix]) => ` xmlns:${prefix}="${escapeXml(namespace)}"`)
        .join(''),
  }
}

/** Text as it may stand in attributes and between tags. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Largest outline; what is deeper in is text. */
const maxTypes = 300

/** The outline of an element's type, the nearest types first. */
export function outlineOf({ type }: XsdElement, types: XsdTypes, prefixes: Prefixes): Outline {
  const numbers = new Map<string, number>()
  const queue: string[] = []
  const numberOf = (one: XsdType): number => {
    if (one.kind === 'simple') return 0
    const known = numbers.get(one.id)
    if (known !== undefined) return known
    if (numbers.size >= maxTypes) return 0
    numbers.set(one.id, numbers.size + 1)
    queue.push(one.id)
    return numbers.size
  }
  const root = numberOf(type)
  const memberOf = (member: XsdMember): OutlineMember => [
    member.name,
    prefixes.tag(`{${member.namespace}}${member.name}`),
    numberOf(member.type),
    member.isMany ? 1 : 0,
  ]
  const outlines: Outline['types'][number][] = []
  for (const id of queue) {
    const complex = types.complex(id)
    const attributes = complex.attributes.map(({ name }): OutlineMember => [`@${name}`, name, 0, 0])
    const text: OutlineMember[] = complex.text ? [['#text', '', 0, 0]] : []
    outlines.push({
      members: [...attributes, ...text, ...complex.members.map(memberOf)],
      isOpen: complex.isOpen ? 1 : 0,
    })
  }
  return { root, types: outlines }
}

/** Members that are required texts and nothing else: a template can hold them. */
export function flatMembers(
  { type }: XsdElement,
  types: XsdTypes,
): readonly XsdMember[] | undefined {
  if (type.kind === 'simple') return undefined
  const { members, attributes, text, isOpen } = types.complex(type.id)
  const isFlat = attributes.length === 0 && !text && !isOpen
  const areFlat = members.every(
    (one) =>
      one.type.kind === 'simple' &&
      !one.isMany &&
      !one.isOptional &&
      !one.isNillable &&
      /^[\w.-]+$/.test(one.name),
  )
  return isFlat && areFlat ? members : undefined
}
