/** One resource as a Swagger 2.0 operation. */
import { isJsonObject, type JsonObject } from './json.ts'
import { objectSchema } from './object-schema.ts'
import type { ElementPlan, ResourcePlan } from './plan.ts'
import type { SwaggerDefinitions } from './swagger-definitions.ts'
import { consumedTypes, swaggerParameters } from './swagger-parameters.ts'
import { errorResponses } from './swagger-responses.ts'

/** The operation's id where its author gave none: `GET-contacts`, `GET-contacts-id`. */
export function operationIdOf(resource: ResourcePlan): string {
  const { operationId } = resource.definition
  if (operationId) return operationId
  const words = resource.segments.map((segment) => segment.replace(/[^A-Za-z0-9._-]+/g, ''))
  return [resource.method, ...words].join('-')
}

/**
 * @param operationId - Unique within the document.
 * @param definitions - Takes in the schemas the operation refers to.
 */
export function swaggerOperation(
  plan: ElementPlan,
  resource: ResourcePlan,
  operationId: string,
  definitions: SwaggerDefinitions,
): JsonObject {
  const consumes = consumedTypes(resource)
  return {
    operationId,
    summary: resource.definition.description ?? '',
    tags: [resource.segments[0] ?? plan.key],
    ...(consumes ? { consumes } : {}),
    produces: [resource.definition.response?.contentType || 'application/json'],
    parameters: swaggerParameters(resource, {
      bodySchema: requestSchema(resource, definitions),
      allowsFields: plan.defaults['allow.select.fields'] === 'true',
    }),
    responses: {
      200: { description: 'Success', ...responseSchema(resource, definitions) },
      ...errorResponses,
    },
  }
}

function requestSchema(resource: ResourcePlan, definitions: SwaggerDefinitions): JsonObject {
  const { model } = resource.definition
  const name =
    mappedName(resource, definitions) ??
    adopt(definitions, model?.requestSwagger, model?.requestName) ??
    adopt(definitions, model?.swagger, model?.requestName) ??
    adopt(definitions, model?.swagger, model?.name)
  return name === undefined ? { type: 'object' } : reference(name)
}

function responseSchema(resource: ResourcePlan, definitions: SwaggerDefinitions): JsonObject {
  if (resource.method === 'DELETE') return {}
  const { model } = resource.definition
  const name = mappedName(resource, definitions) ?? adopt(definitions, model?.swagger, model?.name)
  if (name === undefined) return {}
  const isPlain = definitions.all()[name]?.type !== 'array'
  const schema = reference(name)
  return { schema: resource.isList && isPlain ? { type: 'array', items: schema } : schema }
}

/** Bodies that pass a mapping have the mapping's fields, whatever model stands beside it. */
function mappedName({ object }: ResourcePlan, definitions: SwaggerDefinitions): string | undefined {
  if (!object || object.fields.length === 0) return undefined
  return definitions.adopt({ [object.name]: objectSchema(object) }, object.name)
}

function adopt(
  definitions: SwaggerDefinitions,
  source: unknown,
  name: string | undefined,
): string | undefined {
  return isJsonObject(source) && name ? definitions.adopt(source, name) : undefined
}

function reference(name: string): JsonObject {
  return { $ref: `#/definitions/${name}` }
}
