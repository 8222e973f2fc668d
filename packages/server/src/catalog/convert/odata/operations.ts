/** What can be done with an entity set, as operations. */
import type { ParameterDefinition } from '../../format.ts'
import type { JsonObject } from '../../json.ts'
import type { ApiBody, ApiOperation, ApiParameter } from '../description.ts'
import type { Report } from '../report.ts'
import type { EdmSet } from './edm-sets.ts'
import type { EdmType } from './edm-types.ts'
import type { EdmModel } from './edmx.ts'
import type { EdmDefinitions } from './models.ts'
import { type RecordKey, recordKey } from './record-key.ts'

interface SetContext {
  readonly set: EdmSet
  readonly type: EdmType
  readonly version: EdmModel['version']
  readonly record: JsonObject
  readonly place: string
}

/** List, read, create, update and delete, and the lists its records lead to. */
export function setOperations(
  set: EdmSet,
  model: EdmModel,
  definitions: EdmDefinitions,
  report: Report,
): readonly ApiOperation[] {
  const place = `/EntityContainer/${set.name}`
  const type = model.types.get(set.type)
  if (!type) {
    report.note(
      'warning',
      place,
      `Its type '${set.type}' is not in the document; the set was left out.`,
    )
    return []
  }
  const context: SetContext = {
    set,
    type,
    version: model.version,
    record: definitions.schemaOf(set.type),
    place,
  }
  if (set.isSingleton) return singletonOperations(context)
  const list = listOperation(context, `/${set.name}`, `/${set.name}`, context.record, set.name)
  const create = set.canCreate ? [createOperation(context)] : []
  const key = recordKey(set.name, type, model.version)
  if (!key) {
    report.note(
      'info',
      place,
      `'${set.name}' has no key: its records can be listed and not addressed.`,
    )
    return [list, ...create]
  }
  return [
    list,
    ...create,
    ...recordOperations(context, key),
    ...relatedOperations(context, key, definitions),
  ]
}

function listOperation(
  { version, place }: SetContext,
  vendorPath: string,
  publicPath: string,
  items: JsonObject,
  name: string,
  parameters: readonly ApiParameter[] = [],
): ApiOperation {
  return {
    place,
    method: 'GET',
    vendorPath,
    publicPath,
    operationId: `list-${publicPath.slice(1).replace(/[^A-Za-z0-9_]+/g, '-')}`.replace(/-$/, ''),
    description: `Find ${name}`,
    parameters: [...parameters, pageParameter('$skip'), pageParameter('$top')],
    movers: [
      whereParameter(version),
      queryMover('orderBy', '$orderby', 'Fields to sort by, each with asc or desc'),
      ...projections,
    ],
    response: json({ type: 'array', items }),
    rootKey: version === 4 ? '|value' : '|d.results',
    objectName: name,
  }
}

function pageParameter(name: string): ApiParameter {
  return { place: 'query', name, required: false, description: '', schema: { type: 'integer' } }
}

function whereParameter(version: EdmModel['version']): ParameterDefinition {
  const converter = version === 4 ? 'toODataFilter' : 'toODataV3Filter'
  return { ...queryMover('where', '$filter', 'A condition, as CEQL'), converter }
}

function queryMover(name: string, vendorName: string, description: string): ParameterDefinition {
  return {
    name,
    vendorName,
    type: 'query',
    vendorType: 'query',
    source: 'request',
    required: false,
    description,
    dataType: 'string',
    vendorDataType: 'string',
  }
}

const projections = [
  queryMover('fields', '$select', 'Names of the fields to answer, separated by commas'),
  queryMover('expand', '$expand', 'Names of related records to answer along'),
]

function json(schema: JsonObject, required = false): ApiBody {
  return { schema, mediaType: 'application/json', required }
}

/** Before version 4 one record is below `d`. */
function recordRoot(version: EdmModel['version']): { rootKey: string } {
  return { rootKey: version === 4 ? '' : '|d' }
}

function createOperation({ set, record, version, place }: SetContext): ApiOperation {
  return {
    place,
    method: 'POST',
    vendorPath: `/${set.name}`,
    publicPath: `/${set.name}`,
    operationId: `create-${set.name}`,
    description: `Create one of ${set.name}`,
    parameters: [],
    request: json(record, true),
    response: json(record),
    objectName: set.name,
    ...recordRoot(version),
  }
}

const matchHeader: ApiParameter = {
  place: 'header',
  name: 'If-Match',
  required: false,
  description: 'The ETag the record must still have; * for any',
  schema: { type: 'string' },
}

function recordOperations(
  { set, record, version, place }: SetContext,
  key: RecordKey,
): readonly ApiOperation[] {
  const one = (
    method: string,
    verb: string,
    parameters: readonly ApiParameter[],
  ): ApiOperation => ({
    place,
    method,
    vendorPath: key.vendorPath,
    publicPath: key.publicPath,
    operationId: `${verb.toLowerCase()}-${set.name}`,
    description: `${verb} one of ${set.name}`,
    parameters: [...key.parameters, ...parameters],
    objectName: set.name,
    ...recordRoot(version),
  })
  return [
    { ...one('GET', 'Read', []), movers: projections, response: json(record) },
    ...(set.canUpdate
      ? [
          {
            ...one('PATCH', 'Update', [matchHeader]),
            ...updateMethod(version),
            request: json(record, true),
            response: json(record),
          },
        ]
      : []),
    ...(set.canDelete ? [one('DELETE', 'Delete', [matchHeader])] : []),
  ]
}

/** Version 2 had no PATCH: it merges (OData 2, section 2.6). */
function updateMethod(version: EdmModel['version']): { vendorMethod?: string } {
  return version === 2 ? { vendorMethod: 'MERGE' } : {}
}

function singletonOperations({ set, record, version, place }: SetContext): readonly ApiOperation[] {
  const base = {
    place,
    vendorPath: `/${set.name}`,
    publicPath: `/${set.name}`,
    parameters: [],
    objectName: set.name,
    ...recordRoot(version),
  }
  const read = {
    ...base,
    method: 'GET',
    operationId: `read-${set.name}`,
    description: `Read ${set.name}`,
    movers: projections,
    response: json(record),
  }
  const update = {
    ...base,
    method: 'PATCH',
    operationId: `update-${set.name}`,
    description: `Update ${set.name}`,
    request: json(record, true),
    response: json(record),
  }
  return set.canUpdate ? [read, update] : [read]
}

/** Lists of what belongs to a record: `/Customers/{id}/Orders`. */
function relatedOperations(
  context: SetContext,
  key: RecordKey,
  { schemaOf }: EdmDefinitions,
): readonly ApiOperation[] {
  return context.type.collections.map(({ name, type }) => {
    const path = `${key.publicPath}/${name}`
    const list = listOperation(
      context,
      `${key.vendorPath}/${name}`,
      path,
      schemaOf(type),
      name,
      key.parameters,
    )
    const { objectName: _objectName, ...unnamed } = list
    return unnamed
  })
}
