/** The operations every element has from the engine itself. */
import type { JsonObject } from './json.ts'
import { authorizationParameter } from './swagger-parameters.ts'
import { errorDefinition, errorDefinitionName, errorResponses } from './swagger-responses.ts'

const objectNameParameter: JsonObject = {
  name: 'objectName',
  in: 'path',
  required: true,
  type: 'string',
  description: 'Name of an object, as GET /objects gives it',
}

/** Schemas the native operations answer with. */
export const nativeDefinitions: JsonObject = {
  [errorDefinitionName]: errorDefinition,
  Pong: {
    type: 'object',
    properties: {
      dateTime: { type: 'string', format: 'date-time' },
      endpoint: { type: 'string' },
      valid: { type: 'boolean' },
    },
  },
  ObjectField: {
    type: 'object',
    properties: {
      path: { type: 'string' },
      type: { type: 'string' },
      vendorPath: { type: 'string' },
      displayName: { type: 'string' },
      vendorDisplayName: { type: 'string' },
      vendorNativeType: { type: 'string' },
      vendorRequired: { type: 'boolean' },
      vendorReadOnly: { type: 'boolean' },
      mask: { type: 'string' },
      method: { type: 'array', items: { type: 'string' } },
      createable: { type: 'boolean' },
      updateable: { type: 'boolean' },
    },
  },
  ObjectMetadata: {
    type: 'object',
    properties: {
      fields: { type: 'array', items: { $ref: '#/definitions/ObjectField' } },
    },
  },
}

/** With `Helium`, names come with where they are from. */
const versionParameter: JsonObject = {
  name: 'Elements-Version',
  in: 'header',
  required: false,
  type: 'string',
  description: 'Helium: more about each object and field',
}

/** Paths of the native operations. */
export const nativePaths: Readonly<Record<string, { readonly get: JsonObject }>> = {
  '/ping': operation('GET-ping', 'Ask the vendor whether the connection works', {
    $ref: '#/definitions/Pong',
  }),
  '/objects': operation(
    'GET-objects',
    'List the names of the objects',
    { type: 'array', items: { type: 'string' } },
    [versionParameter],
  ),
  '/objects/{objectName}/metadata': operation(
    'GET-objects-objectName-metadata',
    'List the fields of an object',
    { $ref: '#/definitions/ObjectMetadata' },
    [objectNameParameter, versionParameter],
  ),
  '/objects/{objectName}/docs': operation(
    'GET-objects-objectName-docs',
    'The schema of an object with all it refers to',
    { type: 'object' },
    [objectNameParameter],
  ),
}

function operation(
  operationId: string,
  summary: string,
  schema: JsonObject,
  parameters: readonly JsonObject[] = [],
): { readonly get: JsonObject } {
  return {
    get: {
      operationId,
      summary,
      tags: [operationId.split('-')[1] ?? 'objects'],
      produces: ['application/json'],
      parameters: [authorizationParameter, ...parameters],
      responses: { 200: { description: 'Success', schema }, ...errorResponses },
    },
  }
}
