/**
 * OData metadata (CSDL in XML, versions 2, 3 and 4) as plain data: types, sets and what may be done with them.
 * @see OData Common Schema Definition Language (CSDL) XML Representation 4.01
 */
import { ValenceError } from '../../../lib/errors.ts'
import {
  attributeOf,
  childOf,
  childrenOf,
  descendantsOf,
  parseXml,
  type XmlElement,
} from '../xml-tree.ts'

/** A member of a type. */
export interface EdmProperty {
  readonly name: string
  /** `Edm.String`, `NS.Address`, without `Collection(…)`. */
  readonly type: string
  readonly isCollection: boolean
  readonly isNullable: boolean
  readonly maxLength: number | undefined
  readonly description: string
}

/** An entity or complex type, what it inherits included. */
export interface EdmType {
  /** With its namespace. */
  readonly name: string
  readonly keys: readonly string[]
  readonly properties: readonly EdmProperty[]
  /** Names of members that lead to many entities, with the type of those. */
  readonly collections: readonly { readonly name: string; readonly type: string }[]
}

/** Something records can be had from. */
export interface EdmSet {
  readonly name: string
  readonly type: string
  readonly isSingleton: boolean
  readonly canCreate: boolean
  readonly canUpdate: boolean
  readonly canDelete: boolean
}

/** All of a metadata document that is used. */
export interface EdmModel {
  readonly version: 2 | 3 | 4
  readonly title: string
  readonly types: ReadonlyMap<string, EdmType>
  readonly enums: ReadonlyMap<string, readonly string[]>
  readonly sets: readonly EdmSet[]
  /** Names of function imports and actions, which are left out. */
  readonly functions: readonly string[]
}

/** @throws {ValenceError} `invalid_request`: no metadata document. */
export function readEdmx(text: string): EdmModel {
  const root = parseXml(text)
  if (root.name !== 'Edmx')
    throw invalid(`its root element is <${root.name}>, and <edmx:Edmx> is wanted`)
  const services = childOf(root, 'DataServices')
  const schemas = services ? childrenOf(services, 'Schema') : []
  if (!services || schemas.length === 0) throw invalid('it has no Schema')
  const containers = schemas.flatMap((schema) =>
    childrenOf(schema, 'EntityContainer').map((container) => ({ container, schema })),
  )
  const declared = declaredTypes(schemas)
  const aliases = aliasesOf(schemas)
  const types = new Map([...declared.keys()].map((name) => [name, typeOf(name, declared, aliases)]))
  return {
    version: versionOf(root, services, schemas),
    title: containers[0]?.container.attributes.Name ?? schemas[0]?.attributes.Namespace ?? '',
    types,
    enums: enumsOf(schemas),
    sets: containers.flatMap(({ container }) => setsOf(container, schemas, aliases)),
    functions: containers.flatMap(({ container }) =>
      childrenOf(container, 'FunctionImport', 'ActionImport').map(
        ({ attributes }) => attributes.Name ?? '',
      ),
    ),
  }
}

function invalid(problem: string): ValenceError {
  return new ValenceError(
    'invalid_request',
    `This is no OData metadata that can be converted: ${problem}.`,
  )
}

function versionOf(
  root: XmlElement,
  services: XmlElement,
  schemas: readonly XmlElement[],
): 2 | 3 | 4 {
  if (root.attributes.Version?.startsWith('4')) return 4
  const declared =
    attributeOf(services, 'MaxDataServiceVersion') ??
    attributeOf(services, 'DataServiceVersion') ??
    ''
  const isThird =
    declared.startsWith('3') ||
    schemas.some(({ namespace }) => namespace.endsWith('/ado/2009/11/edm'))
  return isThird ? 3 : 2
}

/** A schema may be called by an alias; everything here goes by full names. */
function aliasesOf(schemas: readonly XmlElement[]): ReadonlyMap<string, string> {
  return new Map(
    schemas.flatMap(({ attributes }) =>
      attributes.Alias ? [[attributes.Alias, attributes.Namespace ?? ''] as const] : [],
    ),
  )
}

function fullName(name: string, aliases: ReadonlyMap<string, string>): string {
  const at = name.lastIndexOf('.')
  const namespace = aliases.get(name.slice(0, at))
  return namespace === undefined ? name : `${namespace}${name.slice(at)}`
}

interface DeclaredType {
  readonly element: XmlElement
  readonly schemas: readonly XmlElement[]
}

function declaredTypes(schemas: readonly XmlElement[]): ReadonlyMap<string, DeclaredType> {
  return new Map(
    schemas.flatMap((schema) =>
      childrenOf(schema, 'EntityType', 'ComplexType').map(
        (element) =>
          [
            `${schema.attributes.Namespace}.${element.attributes.Name}`,
            { element, schemas },
          ] as const,
      ),
    ),
  )
}

function enumsOf(schemas: readonly XmlElement[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    schemas.flatMap((schema) =>
      childrenOf(schema, 'EnumType').map(
        (element) =>
          [
            `${schema.attributes.Namespace}.${element.attributes.Name}`,
            childrenOf(element, 'Member').map(({ attributes }) => attributes.Name ?? ''),
          ] as const,
      ),
    ),
  )
}

const maxAncestors = 20

function typeOf(
  name: string,
  declared: ReadonlyMap<string, DeclaredType>,
  aliases: ReadonlyMap<string, string>,
): EdmType {
  const line: DeclaredType[] = []
  for (
    let current: string | undefined = name;
    current !== undefined && line.length < maxAncestors;
  ) {
    const found: DeclaredType | undefined = declared.get(current)
    if (found) line.unshift(found)
    current =
      found?.element.attributes.BaseType && fullName(found.element.attributes.BaseType, aliases)
  }
  const elements = line.map(({ element }) => element)
  const keys = elements.flatMap((element) =>
    childrenOf(childOf(element, 'Key') ?? element, 'PropertyRef').map(
      ({ attributes }) => attributes.Name ?? '',
    ),
  )
  return {
    name,
    keys,
    properties: distinct(
      elements.flatMap((element) =>
        childrenOf(element, 'Property').map((property) => propertyOf(property, aliases)),
      ),
    ),
    collections: line.flatMap(({ element, schemas }) =>
      childrenOf(element, 'NavigationProperty').flatMap((navigation) =>
        collectionOf(navigation, schemas, aliases),
      ),
    ),
  }
}

function distinct(properties: readonly EdmProperty[]): readonly EdmProperty[] {
  return [...new Map(properties.map((property) => [property.name, property])).values()]
}

function propertyOf(element: XmlElement, aliases: ReadonlyMap<string, string>): EdmProperty {
  const { Name = '', Type = 'Edm.String', Nullable, MaxLength } = element.attributes
  const collection = /^Collection\((.*)\)$/.exec(Type)?.[1]
  return {
    name: Name,
    type: fullName(collection ?? Type, aliases),
    isCollection: collection !== undefined,
    isNullable: Nullable !== 'false',
    maxLength: MaxLength && /^\d+$/.test(MaxLength) ? Number(MaxLength) : undefined,
    description: attributeOf(element, 'label') ?? annotation(element, 'Core.V1.Description') ?? '',
  }
}

/** A string annotation of version 4, by the end of its term. */
function annotation(element: XmlElement, term: string): string | undefined {
  return childrenOf(element, 'Annotation').find(({ attributes }) => attributes.Term?.endsWith(term))
    ?.attributes.String
}

/** In version 4 the member says its type; before, the other end of an association does. */
function collectionOf(
  { attributes }: XmlElement,
  schemas: readonly XmlElement[],
  aliases: ReadonlyMap<string, string>,
): EdmType['collections'] {
  const { Name = '', Type, Relationship, ToRole } = attributes
  if (Type !== undefined) {
    const target = /^Collection\((.*)\)$/.exec(Type)?.[1]
    return target ? [{ name: Name, type: fullName(target, aliases) }] : []
  }
  const wanted = fullName(Relationship ?? '', aliases)
  for (const schema of schemas) {
    for (const association of childrenOf(schema, 'Association')) {
      if (`${schema.attributes.Namespace}.${association.attributes.Name}` !== wanted) continue
      const end = childrenOf(association, 'End').find((one) => one.attributes.Role === ToRole)
      return end?.attributes.Multiplicity === '*'
        ? [{ name: Name, type: fullName(end.attributes.Type ?? '', aliases) }]
        : []
    }
  }
  return []
}

function setsOf(
  container: XmlElement,
  schemas: readonly XmlElement[],
  aliases: ReadonlyMap<string, string>,
): readonly EdmSet[] {
  return childrenOf(container, 'EntitySet', 'Singleton').map((element) => {
    const name = element.attributes.Name ?? ''
    const targets = annotationTargets(schemas, `/${name}`)
    const may = (attribute: string, term: string, member: string) =>
      attributeOf(element, attribute) !== 'false' &&
      ![element, ...targets].some((owner) => isRestricted(owner, term, member))
    const isSingleton = element.name === 'Singleton'
    return {
      name,
      type: fullName(element.attributes.EntityType ?? element.attributes.Type ?? '', aliases),
      isSingleton,
      canCreate: !isSingleton && may('creatable', 'InsertRestrictions', 'Insertable'),
      canUpdate: may('updatable', 'UpdateRestrictions', 'Updatable'),
      canDelete: !isSingleton && may('deletable', 'DeleteRestrictions', 'Deletable'),
    }
  })
}

/** Annotations may stand apart from what they are about: `<Annotations Target="NS.Container/Set">`. */
function annotationTargets(schemas: readonly XmlElement[], end: string): readonly XmlElement[] {
  return schemas.flatMap((schema) =>
    childrenOf(schema, 'Annotations').filter(({ attributes }) => attributes.Target?.endsWith(end)),
  )
}

/** `Org.OData.Capabilities.V1.InsertRestrictions` with `Insertable` false. */
function isRestricted(owner: XmlElement, term: string, member: string): boolean {
  const found = childrenOf(owner, 'Annotation').filter(({ attributes }) =>
    attributes.Term?.endsWith(`Capabilities.V1.${term}`),
  )
  return found.some((one) =>
    descendantsOf(one, 'PropertyValue').some(
      ({ attributes }) => attributes.Property === member && attributes.Bool === 'false',
    ),
  )
}
