/** Inputs of an operation as parameters of its resource. */
import type { ParameterDefinition } from '../format.ts'
import type { ApiOperation, ApiParameter } from './description.ts'
import type { PathTemplate } from './names.ts'
import type { ListPaging } from './paging.ts'

/** Public query parameters that mean something to the engine; a vendor's own of that name needs another. */
const engineNames = new Set(['where', 'orderBy', 'page', 'pageSize', 'nextPage', 'fields'])

/** Parameters in the order of the document; the paging ones under the names callers know. */
export function inputParameters(
  { method, parameters }: ApiOperation,
  { names, publicPath }: PathTemplate,
  paging: ListPaging | undefined,
): readonly ParameterDefinition[] {
  const declared = parameters.flatMap((parameter) => {
    const pagingName = paging && pagingNameOf(parameter, paging)
    if (pagingName) return [moved(parameter, pagingName)]
    const name = publicNameOf(parameter, method, names)
    return name === undefined ? [] : [moved(parameter, name)]
  })
  return [...declared, ...undeclaredVariables(declared, publicPath)]
}

function pagingNameOf(parameter: ApiParameter, paging: ListPaging): string | undefined {
  if (parameter === paging.size) return 'pageSize'
  if (parameter !== paging.position) return undefined
  return paging.kind === 'cursor' ? 'nextPage' : 'page'
}

/** @returns `undefined` for a path parameter the path has no place for. */
function publicNameOf(
  { place, name }: ApiParameter,
  method: string,
  names: ReadonlyMap<string, string>,
): string | undefined {
  if (place === 'path') return names.get(name)
  // `fields` of a GET goes to the vendor as it is, and what comes back is narrowed to the same names.
  const isTaken =
    place === 'query' && engineNames.has(name) && !(name === 'fields' && method === 'GET')
  return isTaken ? `vendor${name[0]?.toUpperCase()}${name.slice(1)}` : name
}

function moved(parameter: ApiParameter, name: string): ParameterDefinition {
  const only = onlyValueOf(parameter)
  const dataType = dataTypeOf(parameter)
  const type = parameter.place
  const isFixed = only !== undefined && (type === 'query' || type === 'header')
  return {
    name: isFixed ? only : name,
    vendorName: type === 'path' ? name : parameter.name,
    type: isFixed ? 'value' : type,
    vendorType: type,
    source: 'request',
    required: !isFixed && parameter.required && !['page', 'pageSize', 'nextPage'].includes(name),
    description: describe(parameter),
    dataType,
    vendorDataType: dataType,
  }
}

/** A required parameter with one possible value is nothing to ask a caller for. */
function onlyValueOf({ required, schema }: ApiParameter): string | undefined {
  const [only, another] = Array.isArray(schema.enum) ? schema.enum : []
  return required && another === undefined && isScalar(only) && only !== ''
    ? String(only)
    : undefined
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function dataTypeOf({ schema, place }: ApiParameter): string {
  const { type, format } = schema
  const isFile =
    type === 'file' ||
    (place === 'multipart' && type === 'string' && (format === 'binary' || format === 'byte'))
  if (isFile) return 'file'
  if (type === 'string' && (format === 'date' || format === 'date-time')) return format
  return typeof type === 'string' ? type : 'string'
}

const maxListed = 50

/** The format has no place for choices and defaults but the description. */
function describe({ description, schema }: ApiParameter): string {
  const items = schema.items
  const inner =
    items !== null && typeof items === 'object'
      ? (items as Record<string, unknown>).enum
      : undefined
  const values = Array.isArray(schema.enum) ? schema.enum : inner
  const choices =
    Array.isArray(values) && values.length > 0
      ? `One of: ${values.slice(0, maxListed).join(', ')}.`
      : ''
  const standard = isScalar(schema.default) ? `Default: ${schema.default}.` : ''
  return [description.trim(), choices, standard].filter((part) => part !== '').join(' ')
}

/** Variables of the path that the document declares nowhere. */
function undeclaredVariables(
  declared: readonly ParameterDefinition[],
  publicPath: string,
): readonly ParameterDefinition[] {
  const known = new Set(declared.filter(({ type }) => type === 'path').map(({ name }) => name))
  return [...publicPath.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name = '']) =>
    known.has(name)
      ? []
      : [
          moved(
            { place: 'path', name, required: true, description: '', schema: { type: 'string' } },
            name,
          ),
        ],
  )
}
