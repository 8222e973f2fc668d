/**
 * XML Schema as plain data: what a complex type consists of, in order. Types refer to each other by id, so that those that
 * contain themselves are no trouble.
 * @see XML Schema Part 1: Structures
 */
import type { JsonObject } from '../../json.ts'
import type { Report } from '../report.ts'
import {
  childOf,
  childrenOf,
  localOf,
  nameIn,
  namespaceOf,
  type QName,
  qualified,
  type XmlElement,
} from '../xml-tree.ts'
import type { SchemaDocument } from './documents.ts'
import { readContent } from './xsd-content.ts'
import { builtIn, simpleSchema } from './xsd-simple.ts'

/** A type: a JSON schema for text, or the id of a complex type. */
export type XsdType =
  | { readonly kind: 'simple'; readonly schema: JsonObject }
  | { readonly kind: 'complex'; readonly id: string }

/** One child element of a type. */
export interface XsdMember {
  readonly name: string
  /** Empty when it is written without one. */
  readonly namespace: string
  readonly isMany: boolean
  readonly isOptional: boolean
  readonly isNillable: boolean
  readonly type: XsdType
  readonly description: string
}

/** A complex type. */
export interface XsdComplex {
  readonly id: string
  readonly members: readonly XsdMember[]
  readonly attributes: readonly {
    readonly name: string
    readonly isRequired: boolean
    readonly schema: JsonObject
  }[]
  /** Schema of its text, where it has text beside attributes or children. */
  readonly text: JsonObject | undefined
  /** It may hold anything besides. */
  readonly isOpen: boolean
}

/** A declared element. */
export interface XsdElement {
  readonly name: QName
  readonly type: XsdType
}

/** All types of a WSDL. */
export interface XsdTypes {
  element(name: QName): XsdElement | undefined
  /** The type of a name, as `type="…"` says it within an element. */
  typeNamed(text: string, from: XmlElement): XsdType
  /** The type an element declares, by name or in place. */
  typeOf(declaration: XmlElement, namespace: string, owner: string): XsdType
  complex(id: string): XsdComplex
  /** Make a type that no schema declares. */
  define(type: XsdComplex): XsdType
  /** A declaration of the kind `group`, `attributeGroup`, `element` or `attribute`, with what it stands in. */
  declared(kind: string, name: QName): Declared | undefined
}

/** A global declaration with its schema. */
export interface Declared {
  readonly element: XmlElement
  readonly schema: SchemaDocument
}

const xsdNamespaces = /^http:\/\/www\.w3\.org\/(1999|2000\/10|2001)\/XMLSchema$/
const soapEncoding = 'http://schemas.xmlsoap.org/soap/encoding/'

/** @param schemas - Of the WSDL and its imports. */
export function createXsdTypes(schemas: readonly SchemaDocument[], report: Report): XsdTypes {
  const global = new Map<string, Declared>()
  for (const schema of schemas) {
    for (const element of schema.element.children) {
      const key = `${element.name} ${nameIn(schema.namespace, element.attributes.name ?? '')}`
      if (element.attributes.name && !global.has(key)) global.set(key, { element, schema })
    }
  }
  const complexes = new Map<string, XsdComplex>()
  const pending = new Map<string, Declared & { readonly namespace: string }>()
  const openTypes = new Set<string>()

  const declared = (kind: string, name: QName) => global.get(`${kind} ${name}`)

  function named(name: QName): XsdType {
    const namespace = namespaceOf(name)
    if (xsdNamespaces.test(namespace) || namespace === soapEncoding)
      return { kind: 'simple', schema: builtIn(localOf(name)) }
    const complex = declared('complexType', name)
    if (complex) return promise(name, complex.element, complex.schema)
    const simple = declared('simpleType', name)
    if (simple) return { kind: 'simple', schema: simpleOf(name, simple.element) }
    report.note(
      'warning',
      `/types/${localOf(name)}`,
      `The type '${localOf(name)}' of '${namespace}' is not in the document: its values are texts.`,
    )
    return { kind: 'simple', schema: { type: 'string' } }
  }

  /** Simple types are read at once; one that is made of itself is text. */
  function simpleOf(name: QName, element: XmlElement): JsonObject {
    if (openTypes.has(name)) return { type: 'string' }
    openTypes.add(name)
    const schema = simpleSchema(element, (base, at) => {
      const type = named(qualified(base, at))
      return type.kind === 'simple'
        ? type.schema
        : (types.complex(type.id).text ?? { type: 'string' })
    })
    openTypes.delete(name)
    return schema
  }

  /** Complex types are read when they are asked for. */
  function promise(id: string, element: XmlElement, schema: SchemaDocument): XsdType {
    if (!complexes.has(id)) pending.set(id, { element, schema, namespace: schema.namespace })
    return { kind: 'complex', id }
  }

  const types: XsdTypes = {
    element(name) {
      const found = declared('element', name)
      return found && { name, type: typeOf(found.element, found.schema, name) }
    },
    typeNamed: (text, from) => named(qualified(text, from)),
    typeOf: (declaration, namespace, owner) => typeOf(declaration, schemaOf(namespace), owner),
    complex(id) {
      const known = complexes.get(id)
      if (known) return known
      const empty: XsdComplex = { id, members: [], attributes: [], text: undefined, isOpen: false }
      const found = pending.get(id)
      if (!found) return empty
      // What is met again while it is read (a type that extends itself) is empty.
      complexes.set(id, empty)
      pending.delete(id)
      const complex = { id, ...readContent(found.element, { types, schema: found.schema, id }) }
      complexes.set(id, complex)
      return complex
    },
    define(type) {
      complexes.set(type.id, type)
      return { kind: 'complex', id: type.id }
    },
    declared,
  }

  function schemaOf(namespace: string): SchemaDocument {
    return (
      schemas.find((schema) => schema.namespace === namespace) ?? (schemas[0] as SchemaDocument)
    )
  }

  function typeOf(declaration: XmlElement, schema: SchemaDocument, owner: string): XsdType {
    const { type } = declaration.attributes
    if (type) return named(qualified(type, declaration))
    const complex = childOf(declaration, 'complexType')
    if (complex) return promise(`${owner}/`, complex, schema)
    const [simple] = childrenOf(declaration, 'simpleType')
    return { kind: 'simple', schema: simple ? simpleOf(`${owner}/`, simple) : { type: 'string' } }
  }

  return types
}
