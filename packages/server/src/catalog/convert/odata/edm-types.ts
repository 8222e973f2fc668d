/** Types of OData metadata, with what they inherit. @see CSDL XML 4.01, sections 6 to 10 */
import { attributeOf, childOf, childrenOf, type XmlElement } from '../xml-tree.ts'

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

/** A name of a type whose namespace may be written as an alias, in full. */
export function fullName(name: string, aliases: ReadonlyMap<string, string>): string {
  const at = name.lastIndexOf('.')
  const namespace = aliases.get(name.slice(0, at))
  return namespace === undefined ? name : `${namespace}${name.slice(at)}`
}

/** A type as the document has it, with the schemas its associations are looked up in. */
export interface DeclaredType {
  readonly element: XmlElement
  readonly schemas: readonly XmlElement[]
}

/** Entity and complex types by full name. */
export function declaredTypes(schemas: readonly XmlElement[]): ReadonlyMap<string, DeclaredType> {
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

/** Members of enumerations by full name. */
export function enumsOf(schemas: readonly XmlElement[]): ReadonlyMap<string, readonly string[]> {
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

/**
 * One type, with what it inherits: at most twenty levels, so that types which inherit from each other end.
 *
 * @param aliases - Namespaces by alias.
 */
export function typeOf(
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
    keys: [...new Set(keys)],
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
