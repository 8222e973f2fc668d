/** The operations on whatever object the caller names: the same calls as those of the element's own resources. */
import type { JsonObject } from './json.ts'
import { authorizationParameter, fieldsParameter, pageParameters } from './swagger-parameters.ts'
import { errorResponses } from './swagger-responses.ts'

const record: JsonObject = { type: 'object' }
const list: JsonObject = { type: 'array', items: record }

const bodyParameter: JsonObject = { name: 'body', in: 'body', required: true, schema: record }

const whereParameter: JsonObject = {
  name: 'where',
  in: 'query',
  required: false,
  type: 'string',
  description: 'CEQL: which records to answer',
}

const descriptions: Readonly<Record<string, string>> = {
  objectName: 'Name of an object, as GET /objects gives it',
  objectId: 'Id of a record',
  childObjectName: 'Name of an object below it',
  childObjectId: 'Id of a record of that object',
}

type Operations = Readonly<Record<string, JsonObject>>

/** Paths of the generic operations. */
export const genericPaths: Readonly<Record<string, Operations>> = {
  ...ofObject('/{objectName}', '{objectId}', ['ByObjectName', 'ObjectNameByObjectId']),
  ...ofObject('/{objectName}/{objectId}/{childObjectName}', '{childObjectId}', [
    'ObjectNameByChildObjectName',
    'ObjectNameByChildObjectId',
  ]),
}

/** List and create at a path; read, change and delete below it. */
function ofObject(
  path: string,
  id: string,
  [ofAll, ofOne]: readonly [string, string],
): Record<string, Operations> {
  const one = `${path}/${id}`
  return {
    [path]: {
      get: operation(path, `get${ofAll}`, 'List records', list, [
        whereParameter,
        ...pageParameters,
        fieldsParameter,
      ]),
      post: operation(path, `create${ofAll}`, 'Create a record', record, [bodyParameter]),
    },
    [one]: {
      get: operation(one, `get${ofOne}`, 'Read a record', record),
      patch: operation(one, `update${ofOne}`, 'Change a record', record, [bodyParameter]),
      put: operation(one, `replace${ofOne}`, 'Replace a record', record, [bodyParameter]),
      delete: operation(one, `delete${ofOne}`, 'Delete a record'),
    },
  }
}

function operation(
  path: string,
  operationId: string,
  summary: string,
  schema?: JsonObject,
  parameters: readonly JsonObject[] = [],
): JsonObject {
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    type: 'string',
    description: descriptions[name] ?? '',
  }))
  return {
    operationId,
    summary,
    tags: ['objectName'],
    produces: ['application/json'],
    parameters: [authorizationParameter, ...variables, ...parameters],
    responses: {
      200: { description: 'Success', ...(schema ? { schema } : {}) },
      ...errorResponses,
    },
  }
}
