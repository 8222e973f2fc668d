/**
 * OData metadata (CSDL in XML, versions 2, 3 and 4) as plain data: types, sets and what may be done with them.
 * @see OData Common Schema Definition Language (CSDL) XML Representation 4.01
 */
import { ValenceError } from '../../../lib/errors.ts'
import { attributeOf, childOf, childrenOf, parseXml, type XmlElement } from '../xml-tree.ts'
import { type EdmSet, setsOf } from './edm-sets.ts'
import { declaredTypes, type EdmType, enumsOf, typeOf } from './edm-types.ts'

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
