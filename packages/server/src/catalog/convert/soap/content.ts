/** The one element in the body of a message, whatever style it is in. */
import { localOf, nameIn, qualified, type XmlElement } from '../xml-tree.ts'
import type { BoundMessage, BoundOperation } from './bindings.ts'
import type { XsdElement, XsdMember, XsdTypes } from './xsd.ts'

/**
 * In document style the element that the part names; in rpc style one with the operation's name around its parts (SOAP 1.1,
 * section 7.1).
 *
 * @returns `undefined` for an empty body.
 */
export function contentOf(
  { style, name }: Pick<BoundOperation, 'style' | 'name'>,
  message: BoundMessage,
  types: XsdTypes,
): XsdElement | undefined {
  if (style === 'rpc') return wrapped(name, message, types)
  const [part] = message.parts
  return part && elementOf(part, types)
}

/** The element of a part; one of the part's name where the part has a type only. */
export function elementOf(part: XmlElement, types: XsdTypes): XsdElement {
  const { element, type, name = 'part' } = part.attributes
  if (element) {
    const qname = qualified(element, part)
    return (
      types.element(qname) ?? { name: qname, type: { kind: 'simple', schema: { type: 'string' } } }
    )
  }
  return { name: nameIn('', name), type: types.typeNamed(type ?? '', part) }
}

function wrapped(name: string, { parts, namespace }: BoundMessage, types: XsdTypes): XsdElement {
  const members = parts.map((part): XsdMember => {
    const { name: element, type } = elementOf(part, types)
    const common = { isMany: false, isOptional: false, isNillable: false, description: '' }
    return { ...common, name: part.attributes.name ?? localOf(element), namespace: '', type }
  })
  const qname = nameIn(namespace, name)
  const signature = parts.map(({ attributes }) => attributes.name).join(',')
  const type = types.define({
    id: `${qname}/${signature}`,
    members,
    attributes: [],
    text: undefined,
    isOpen: false,
  })
  return { name: qname, type }
}
