/** What is in a complex type: its children in order, its attributes, its text. */
import type { JsonObject } from '../../json.ts'
import {
  childOf,
  childrenOf,
  localOf,
  nameIn,
  namespaceOf,
  qualified,
  type XmlElement,
} from '../xml-tree.ts'
import type { SchemaDocument } from './documents.ts'
import type { XsdComplex, XsdMember, XsdType, XsdTypes } from './xsd.ts'

interface Context {
  readonly types: XsdTypes
  readonly schema: SchemaDocument
  /** Of the type that is read. */
  readonly id: string
}

type Content = Omit<XsdComplex, 'id'>

const none: Content = { members: [], attributes: [], text: undefined, isOpen: false }
const maxDepth = 40
const maxMembers = 2_000

/** @param element - `<complexType>`. */
export function readContent(element: XmlElement, context: Context): Content {
  const complex = childOf(element, 'complexContent')
  const simple = childOf(element, 'simpleContent')
  const isMixed = element.attributes.mixed === 'true' || complex?.attributes.mixed === 'true'
  const content = complex
    ? derived(complex, context)
    : simple
      ? textual(simple, context)
      : own(element, context)
  return isMixed && !content.text ? { ...content, text: { type: 'string' } } : content
}

/** An extension has what its base has, then its own; a restriction says again all it keeps. */
function derived(content: XmlElement, context: Context): Content {
  const extension = childOf(content, 'extension')
  const step = extension ?? childOf(content, 'restriction')
  if (!step) return none
  const base = step.attributes.base
    ? context.types.typeNamed(step.attributes.base, step)
    : undefined
  const mine = own(step, context)
  if (base?.kind !== 'complex') return isSoapArray(step) ? arrayOf(step, context) : mine
  const inherited = context.types.complex(base.id)
  if (!extension)
    return {
      ...mine,
      attributes: mine.attributes.length > 0 ? mine.attributes : inherited.attributes,
    }
  return {
    members: [...inherited.members, ...mine.members].slice(0, maxMembers),
    attributes: [...inherited.attributes, ...mine.attributes],
    text: mine.text ?? inherited.text,
    isOpen: mine.isOpen || inherited.isOpen,
  }
}

function isSoapArray(step: XmlElement): boolean {
  return localOf(qualified(step.attributes.base ?? '', step)) === 'Array'
}

/** `wsdl:arrayType="tns:Line[]"` (SOAP 1.1, section 5.4.2): any number of `item`. */
function arrayOf(step: XmlElement, { types }: Context): Content {
  const attribute = childrenOf(step, 'attribute').find(({ attributes }) =>
    Object.keys(attributes).some((name) => name.endsWith(':arrayType')),
  )
  const written = Object.entries(attribute?.attributes ?? {}).find(([name]) =>
    name.endsWith(':arrayType'),
  )?.[1]
  const type: XsdType =
    attribute && written
      ? types.typeNamed(written.replace(/\[.*$/, ''), attribute)
      : { kind: 'simple', schema: {} }
  const item: XsdMember = {
    name: 'item',
    namespace: '',
    isMany: true,
    isOptional: true,
    isNillable: false,
    type,
    description: '',
  }
  return { ...none, members: [item] }
}

function textual(content: XmlElement, context: Context): Content {
  const step = childOf(content, 'extension') ?? childOf(content, 'restriction')
  const base = step?.attributes.base
  if (!step || !base) return { ...none, text: { type: 'string' } }
  const type = context.types.typeNamed(base, step)
  const inherited = type.kind === 'complex' ? context.types.complex(type.id) : undefined
  return {
    ...none,
    text: type.kind === 'simple' ? type.schema : (inherited?.text ?? { type: 'string' }),
    attributes: [...(inherited?.attributes ?? []), ...attributesOf(step, context, 0)],
  }
}

function own(owner: XmlElement, context: Context): Content {
  const gathered: Gathered = { members: [], isOpen: false }
  gather(owner, context, { isMany: false, isOptional: false }, gathered, 0)
  return {
    members: gathered.members,
    attributes: attributesOf(owner, context, 0),
    text: undefined,
    isOpen: gathered.isOpen,
  }
}

interface Gathered {
  readonly members: XsdMember[]
  isOpen: boolean
}

interface Occurrence {
  readonly isMany: boolean
  readonly isOptional: boolean
}

/** Groups within groups are one list; what is in a choice, or in a group that may be absent, may be absent. */
function gather(
  owner: XmlElement,
  context: Context,
  outer: Occurrence,
  into: Gathered,
  depth: number,
): void {
  if (depth > maxDepth) return
  for (const child of owner.children) {
    if (into.members.length >= maxMembers) return
    const occurrence = occurrenceOf(child, outer)
    if (child.name === 'element') into.members.push(memberOf(child, context, occurrence))
    else if (child.name === 'any') into.isOpen = true
    else if (child.name === 'choice')
      gather(child, context, { ...occurrence, isOptional: true }, into, depth + 1)
    else if (child.name === 'sequence' || child.name === 'all')
      gather(child, context, occurrence, into, depth + 1)
    else if (child.name === 'group' && child.attributes.ref) {
      const group = context.types.declared('group', qualified(child.attributes.ref, child))
      if (group)
        gather(group.element, { ...context, schema: group.schema }, occurrence, into, depth + 1)
    }
  }
}

function occurrenceOf({ attributes }: XmlElement, outer: Occurrence): Occurrence {
  const { minOccurs, maxOccurs } = attributes
  return {
    isMany: outer.isMany || (maxOccurs !== undefined && maxOccurs !== '1' && maxOccurs !== '0'),
    isOptional: outer.isOptional || minOccurs === '0',
  }
}

function memberOf(element: XmlElement, context: Context, occurrence: Occurrence): XsdMember {
  const { ref, name = '', form, nillable } = element.attributes
  const common = {
    ...occurrence,
    isNillable: nillable === 'true',
    description: documentation(element),
  }
  if (ref) {
    const target = qualified(ref, element)
    const found = context.types.element(target)
    const type: XsdType = found?.type ?? { kind: 'simple', schema: {} }
    return { ...common, name: localOf(target), namespace: namespaceOf(target), type }
  }
  const { namespace, element: schema } = context.schema
  const isQualified = (form ?? schema.attributes.elementFormDefault) === 'qualified'
  return {
    ...common,
    name,
    namespace: isQualified ? namespace : '',
    type: context.types.typeOf(element, namespace, `${context.id}/${name}`),
  }
}

/** What the author wrote about it. */
function documentation(element: XmlElement): string {
  const text = childOf(childOf(element, 'annotation'), 'documentation')?.text ?? ''
  return text.replace(/\s+/g, ' ').slice(0, 1_000)
}

function attributesOf(
  owner: XmlElement,
  context: Context,
  depth: number,
): XsdComplex['attributes'] {
  if (depth > maxDepth) return []
  return owner.children.flatMap((child) => {
    const { ref, name, use } = child.attributes
    if (child.name === 'attributeGroup' && ref) {
      const group = context.types.declared('attributeGroup', qualified(ref, child))
      return group
        ? attributesOf(group.element, { ...context, schema: group.schema }, depth + 1)
        : []
    }
    if (child.name !== 'attribute' || use === 'prohibited' || !name) return []
    const type = context.types.typeOf(child, context.schema.namespace, nameIn(context.id, name))
    const schema: JsonObject = type.kind === 'simple' ? type.schema : { type: 'string' }
    return [{ name, isRequired: use === 'required', schema }]
  })
}
