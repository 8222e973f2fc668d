/** Keys of records, as URLs have them. @see OData 4.01 URL Conventions, section 4.3 */
import type { ApiParameter } from '../description.ts'
import type { EdmProperty, EdmType } from './edm-types.ts'
import type { EdmModel } from './edmx.ts'

/** How one record is addressed. */
export interface RecordKey {
  /** `/Orders(OrderID={OrderID},Line={Line})`. */
  readonly vendorPath: string
  /** `/Orders/{OrderID}/{Line}`. */
  readonly publicPath: string
  readonly parameters: readonly ApiParameter[]
}

/**
 * @param set - Name of the entity set.
 * @returns `undefined` for a type without a key, or with one that is no member of it.
 */
export function recordKey(
  set: string,
  type: EdmType,
  version: EdmModel['version'],
): RecordKey | undefined {
  const properties = type.keys.flatMap(
    (name) => type.properties.find((property) => property.name === name) ?? [],
  )
  if (properties.length === 0 || properties.length < type.keys.length) return undefined
  const literals = properties.map(
    (property) => [property.name, literalOf(property, version)] as const,
  )
  const [only, another] = literals
  const predicate =
    only && !another ? only[1] : literals.map(([name, literal]) => `${name}=${literal}`).join(',')
  return {
    vendorPath: `/${set}(${predicate})`,
    publicPath: `/${set}/${type.keys.map((name) => `{${name}}`).join('/')}`,
    parameters: properties.map(({ name, description }) => ({
      place: 'path',
      name,
      required: true,
      description,
      schema: { type: 'string' },
    })),
  }
}

/** A key as the URL has it: texts in quotes, and before version 4 some types with their names. */
function literalOf({ name, type }: EdmProperty, version: EdmModel['version']): string {
  const token = `{${name}}`
  if (type === 'Edm.String') return `'${token}'`
  if (version === 4) return token
  const prefixes: Readonly<Record<string, string>> = {
    'Edm.Guid': 'guid',
    'Edm.DateTime': 'datetime',
    'Edm.DateTimeOffset': 'datetimeoffset',
    'Edm.Time': 'time',
    'Edm.Binary': 'binary',
  }
  if (type in prefixes) return `${prefixes[type]}'${token}'`
  return type === 'Edm.Int64' ? `${token}L` : type === 'Edm.Decimal' ? `${token}M` : token
}
