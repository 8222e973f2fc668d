import type { JsonObject } from './json.ts'

/** The failures every operation documents, with what each means to a caller. */
const failures: Readonly<Record<number, string>> = {
  400: 'The request is not valid: a parameter is missing or wrong',
  401: 'The element token or the user secret is not valid',
  403: 'The vendor, or the state of the instance, forbids the call',
  404: 'There is no such record or resource',
  405: 'The resource does not offer this method',
  406: 'The answer cannot be given in the media type asked for',
  409: 'A record of that identity exists already',
  415: 'The media type of the request is not supported',
  500: 'Something went wrong on our side',
  502: 'Something went wrong at the vendor',
}

/** Name of the schema of failures. */
export const errorDefinitionName = 'ErrorResponse'

/** The body of every failure. */
export const errorDefinition: JsonObject = {
  type: 'object',
  required: ['requestId', 'message'],
  properties: {
    requestId: { type: 'string', description: 'Names the call in logs' },
    message: { type: 'string', description: 'What went wrong and what to do' },
    providerMessage: { type: 'string', description: "The vendor's own words" },
  },
}

/** Responses for every documented failure. */
export const errorResponses: JsonObject = Object.fromEntries(
  Object.entries(failures).map(([status, description]) => [
    status,
    { description, schema: { $ref: `#/definitions/${errorDefinitionName}` } },
  ]),
)
