/** Entity sets, and what may be done with them. @see CSDL XML 4.01, section 13 */
import { attributeOf, childrenOf, descendantsOf, type XmlElement } from '../xml-tree.ts'
import { fullName } from './edm-types.ts'

/** Something records can be had from. */
export interface EdmSet {
  readonly name: string
  readonly type: string
  readonly isSingleton: boolean
  readonly canCreate: boolean
  readonly canUpdate: boolean
  readonly canDelete: boolean
}

/** Sets and singletons of a container; what annotations and attributes forbid can't be done. */
export function setsOf(
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
