/** A WSDL with the documents it imports, as far as they are at hand. Nothing is fetched here. */
import { ValenceError } from '../../../lib/errors.ts'
import type { Report } from '../report.ts'
import { childrenOf, parseXml, type XmlElement } from '../xml-tree.ts'

/** A schema with the namespace its declarations are in. */
export interface SchemaDocument {
  readonly element: XmlElement
  readonly namespace: string
}

/** What the document and its imports consist of. */
export interface WsdlDocuments {
  /** `<definitions>`, the main one first. */
  readonly definitions: readonly XmlElement[]
  readonly schemas: readonly SchemaDocument[]
}

/** Texts by address. */
export type Imports = Readonly<Record<string, string>>

const maxDocuments = 100

/**
 * Read the document and follow its imports.
 *
 * @param location - Where the text came from; relative imports are read against it.
 * @throws {ValenceError} `invalid_request`: no WSDL 1.1.
 */
export function readDocuments(
  text: string,
  location: string | undefined,
  imports: Imports,
  report: Report,
): WsdlDocuments {
  const definitions: XmlElement[] = []
  const schemas: SchemaDocument[] = []
  const seen = new Set<string>(location === undefined ? [] : [location])

  function follow(
    from: XmlElement,
    attribute: string,
    base: string | undefined,
    namespace?: string,
  ): void {
    const given = from.attributes[attribute]
    if (given === undefined) return
    const address = resolveLocation(given, base)
    if (address !== undefined && seen.has(address)) return
    const found =
      address !== undefined && Object.hasOwn(imports, address) ? imports[address] : undefined
    if (address === undefined || found === undefined || seen.size >= maxDocuments) {
      report.note(
        'warning',
        `/${from.name}`,
        `'${given.slice(0, 200)}' was not followed. Convert the WSDL from its address, or put the imported document into it.`,
      )
      return
    }
    seen.add(address)
    take(parseXml(found), address, namespace)
  }

  function take(root: XmlElement, base: string | undefined, namespace?: string): void {
    if (root.name === 'schema') takeSchema(root, base, namespace)
    if (root.name !== 'definitions') return
    definitions.push(root)
    for (const one of childrenOf(root, 'import')) follow(one, 'location', base)
    for (const types of childrenOf(root, 'types')) {
      for (const schema of childrenOf(types, 'schema')) takeSchema(schema, base)
    }
  }

  /** An included schema without a namespace of its own is in that of the one that includes it. */
  function takeSchema(element: XmlElement, base: string | undefined, inherited?: string): void {
    const namespace = element.attributes.targetNamespace ?? inherited ?? ''
    schemas.push({ element, namespace })
    for (const one of childrenOf(element, 'import')) follow(one, 'schemaLocation', base)
    for (const one of childrenOf(element, 'include', 'redefine'))
      follow(one, 'schemaLocation', base, namespace)
  }

  take(rootOf(text), location)
  return { definitions, schemas }
}

function rootOf(text: string): XmlElement {
  const root = parseXml(text)
  if (root.name === 'definitions') return root
  const what =
    root.name === 'description'
      ? 'it is WSDL 2.0, and 1.1 can be read'
      : `its root element is <${root.name}>, and <definitions> is wanted`
  throw new ValenceError('invalid_request', `This is no WSDL that can be converted: ${what}.`)
}

/**
 * The addresses that a document imports from. It is looked through without parsing it: this runs where others are served.
 *
 * @param location - Of the document.
 */
export function importedLocations(text: string, location: string): readonly string[] {
  const tags = text.matchAll(/<(?:[\w.-]{1,60}:)?(?:import|include|redefine)\s([^<>]{0,2000})>/g)
  return [...tags].flatMap(([, attributes = '']) => {
    const given = /\b(?:schemaLocation|location)\s*=\s*["']([^"']+)["']/.exec(attributes)?.[1]
    return (given && resolveLocation(given.replaceAll('&amp;', '&'), location)) ?? []
  })
}

function resolveLocation(given: string, base: string | undefined): string | undefined {
  const url = base === undefined ? URL.parse(given) : URL.parse(given, base)
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined
}
