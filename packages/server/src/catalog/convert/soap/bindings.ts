/** What a WSDL offers: its operations at their addresses, over SOAP. @see WSDL 1.1, sections 2 and 3 */
import type { Report } from '../report.ts'
import { childOf, childrenOf, nameIn, type QName, qualified, type XmlElement } from '../xml-tree.ts'

/** One operation of one port. */
export interface BoundOperation {
  readonly name: string
  readonly service: string
  readonly address: string
  readonly version: '1.1' | '1.2'
  readonly style: 'document' | 'rpc'
  readonly action: string
  readonly documentation: string
  readonly input: BoundMessage
  readonly output: BoundMessage | undefined
}

/** A message as it is bound. */
export interface BoundMessage {
  /** `<part>` elements that make the body. */
  readonly parts: readonly XmlElement[]
  /** Namespace of the wrapper of rpc style. */
  readonly namespace: string
  readonly isEncoded: boolean
  /** Parts that go into the SOAP header. */
  readonly headers: readonly XmlElement[]
}

const soapNamespaces: Readonly<Record<string, BoundOperation['version']>> = {
  'http://schemas.xmlsoap.org/wsdl/soap/': '1.1',
  'http://schemas.xmlsoap.org/wsdl/soap12/': '1.2',
}

interface Port {
  readonly service: string
  readonly name: string
  readonly address: string
  readonly binding: QName
}

/** Global declarations of all documents by kind and name. */
type Declarations = ReadonlyMap<string, XmlElement>

/**
 * The operations of all services. A port type that is bound over SOAP 1.1 and 1.2 counts once, over the first.
 *
 * @param definitions - `<definitions>` of the document and its imports.
 */
export function boundOperations(
  definitions: readonly XmlElement[],
  report: Report,
): readonly BoundOperation[] {
  const declarations = declarationsOf(definitions)
  const seen = new Set<string>()
  return portsOf(definitions).flatMap((port) => {
    const binding = declarations.get(`binding ${port.binding}`)
    const soap = binding && soapOf(binding)
    if (!binding || !soap) {
      report.note(
        'info',
        `/service/${port.service}/${port.name}`,
        `The port '${port.name}' is not bound over SOAP and was left out.`,
      )
      return []
    }
    const portType = qualified(binding.attributes.type ?? '', binding)
    const identity = `${port.service} ${portType}`
    if (seen.has(identity)) {
      report.note(
        'info',
        `/service/${port.service}/${port.name}`,
        `The port '${port.name}' offers the same operations in another way and was left out.`,
      )
      return []
    }
    seen.add(identity)
    const declared = declarations.get(`portType ${portType}`)
    return operationsOf({ port, binding, soap, portType: declared, declarations })
  })
}

function declarationsOf(definitions: readonly XmlElement[]): Declarations {
  return new Map(
    definitions.flatMap((document) =>
      childrenOf(document, 'binding', 'portType', 'message').map((element) => {
        const name = nameIn(
          document.attributes.targetNamespace ?? '',
          element.attributes.name ?? '',
        )
        return [`${element.name} ${name}`, element] as const
      }),
    ),
  )
}

function portsOf(definitions: readonly XmlElement[]): readonly Port[] {
  return definitions.flatMap((document) =>
    childrenOf(document, 'service').flatMap((service) =>
      childrenOf(service, 'port').map((port) => ({
        service: service.attributes.name ?? '',
        name: port.attributes.name ?? '',
        address: childOf(port, 'address')?.attributes.location?.trim() ?? '',
        binding: qualified(port.attributes.binding ?? '', port),
      })),
    ),
  )
}

/** The SOAP binding element within a binding. */
function soapOf(binding: XmlElement): XmlElement | undefined {
  return childrenOf(binding, 'binding').find(({ namespace }) => namespace in soapNamespaces)
}

interface BindingContext {
  readonly port: Port
  readonly binding: XmlElement
  readonly soap: XmlElement
  readonly portType: XmlElement | undefined
  readonly declarations: Declarations
}

function operationsOf(context: BindingContext): readonly BoundOperation[] {
  const { port, binding, soap, portType } = context
  return childrenOf(binding, 'operation').map((operation) => {
    const name = operation.attributes.name ?? ''
    const own = childrenOf(operation, 'operation').find(
      ({ namespace }) => namespace in soapNamespaces,
    )
    const abstract =
      portType &&
      childrenOf(portType, 'operation').find(({ attributes }) => attributes.name === name)
    const style = own?.attributes.style ?? soap.attributes.style
    const output = abstract && childOf(abstract, 'output')
    return {
      name,
      service: port.service,
      address: port.address,
      version: soapNamespaces[soap.namespace] ?? '1.1',
      style: style === 'rpc' ? 'rpc' : 'document',
      action: own?.attributes.soapAction ?? '',
      documentation: documentationOf(abstract),
      input: messageOf(
        abstract && childOf(abstract, 'input'),
        childOf(operation, 'input'),
        context,
      ),
      output: output && messageOf(output, childOf(operation, 'output'), context),
    }
  })
}

function documentationOf(element: XmlElement | undefined): string {
  return (childOf(element, 'documentation')?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 2_000)
}

/**
 * @param abstract - `<input>` of the port type, which names the message.
 * @param bound - `<input>` of the binding, which says where its parts go.
 */
function messageOf(
  abstract: XmlElement | undefined,
  bound: XmlElement | undefined,
  { declarations }: BindingContext,
): BoundMessage {
  const parts = partsOf(abstract, abstract?.attributes.message, declarations)
  const body =
    bound && (childOf(bound, 'body') ?? childOf(childrenOf(bound, 'multipartRelated')[0], 'body'))
  const named = body?.attributes.parts?.split(/\s+/).filter((part) => part !== '')
  const headers = (bound ? childrenOf(bound, 'header') : []).flatMap((header) =>
    partsOf(header, header.attributes.message, declarations).filter(
      ({ attributes }) => attributes.name === header.attributes.part,
    ),
  )
  return {
    parts: parts.filter((part) =>
      named ? named.includes(part.attributes.name ?? '') : !headers.includes(part),
    ),
    namespace: body?.attributes.namespace ?? '',
    isEncoded: body?.attributes.use === 'encoded',
    headers,
  }
}

function partsOf(
  owner: XmlElement | undefined,
  name: string | undefined,
  declarations: Declarations,
): readonly XmlElement[] {
  const message = owner && name ? declarations.get(`message ${qualified(name, owner)}`) : undefined
  return message ? childrenOf(message, 'part') : []
}
