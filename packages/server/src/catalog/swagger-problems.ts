/**
 * What is wrong with a Swagger 2.0 document, for tests: the rules of OpenAPI 2.0 that tools trip over.
 * @see OpenAPI Specification 2.0
 */
import { isJsonObject, type JsonObject, objectsOf } from './json.ts'
import type { SwaggerDocument } from './swagger.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch']
const simpleTypes = ['string', 'number', 'integer', 'boolean', 'array']
const schemaTypes = [...simpleTypes, 'object']
const places = ['path', 'query', 'header', 'formData', 'body']

/** @returns One line a problem; empty for a valid document. */
export function swaggerProblems(document: SwaggerDocument): readonly string[] {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  )
  const ids = operations.map(({ operation }) => operation.operationId)
  return [
    ...headProblems(document),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `operationId ${id} twice`),
    ...operations.flatMap(({ path, method, operation }) =>
      operationProblems(path, method, operation).map((problem) => `${method} ${path}: ${problem}`),
    ),
    ...Object.entries(document.definitions).flatMap(([name, schema]) =>
      schemaProblems(schema).map((problem) => `definition ${name}: ${problem}`),
    ),
    ...danglingReferences(document),
  ]
}

function headProblems({ swagger, info, basePath, schemes, host, definitions }: SwaggerDocument) {
  return [
    ...(swagger === '2.0' ? [] : ['swagger']),
    ...(typeof info.title === 'string' && typeof info.version === 'string' ? [] : ['info']),
    ...(basePath.startsWith('/') ? [] : ['basePath']),
    ...(schemes.every((scheme) => scheme === 'http' || scheme === 'https') ? [] : ['schemes']),
    ...(/[/{}]/.test(host) ? ['host'] : []),
    ...Object.keys(definitions).filter((name) => !/^[A-Za-z0-9._-]+$/.test(name)),
  ]
}

function operationProblems(path: string, method: string, operation: JsonObject) {
  const parameters = objectsOf(operation.parameters)
  const variables = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1])
  const ofPath = parameters.filter((parameter) => parameter.in === 'path')
  const names = parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
  const bodies = parameters.filter((parameter) => parameter.in === 'body').length
  const forms = parameters.filter((parameter) => parameter.in === 'formData').length
  const responses = isJsonObject(operation.responses) ? Object.values(operation.responses) : []
  return [
    ...(path.startsWith('/') && methods.includes(method) ? [] : ['path or method']),
    ...(new Set(names).size === names.length ? [] : ['a parameter twice']),
    ...(variables.every((name) => ofPath.some((parameter) => parameter.name === name)) &&
    ofPath.length === variables.length
      ? []
      : ['path parameters']),
    ...(bodies > 1 || (bodies > 0 && forms > 0) ? ['several bodies'] : []),
    ...parameters.flatMap((parameter) => parameterProblems(parameter, operation)),
    ...(responses.length > 0 && responses.every(hasDescription) ? [] : ['responses']),
    ...objectsOf(responses).flatMap(({ schema }) => (schema ? schemaProblems(schema) : [])),
  ]
}

function hasDescription(response: unknown): boolean {
  return isJsonObject(response) && typeof response.description === 'string'
}

function parameterProblems(parameter: JsonObject, operation: JsonObject): readonly string[] {
  const { name, type, schema, items, required } = parameter
  const place = String(parameter.in)
  if (typeof name !== 'string' || name === '' || !places.includes(place)) return ['parameter name']
  if (place === 'path' && required !== true) return [`${name} is of the path and not required`]
  if (place === 'body') return schemaProblems(schema)
  if (type === 'file') {
    const isMultipart = JSON.stringify(operation.consumes) === '["multipart/form-data"]'
    return place === 'formData' && isMultipart ? [] : [`${name} is a file outside a form`]
  }
  if (!simpleTypes.includes(String(type))) return [`${name} has the type ${type}`]
  return type === 'array' && !isJsonObject(items) ? [`${name} has no items`] : []
}

function schemaProblems(schema: unknown): readonly string[] {
  if (!isJsonObject(schema)) return ['a schema that is no object']
  if (schema.$ref !== undefined) return Object.keys(schema).length === 1 ? [] : ['$ref with others']
  const { type, items, properties, required } = schema
  const members = isJsonObject(properties) ? Object.values(properties) : []
  const names: readonly unknown[] = Array.isArray(required) ? required : []
  return [
    ...(type === undefined || schemaTypes.includes(String(type)) ? [] : [`type ${type}`]),
    ...(type === 'array' && !isJsonObject(items) ? ['array without items'] : []),
    ...(required === undefined || names.length > 0 ? [] : ['required']),
    ...('id' in schema ? ['id is no keyword'] : []),
    ...members.flatMap(schemaProblems),
    ...(isJsonObject(items) ? schemaProblems(items) : []),
  ]
}

function danglingReferences(document: SwaggerDocument): readonly string[] {
  const text = JSON.stringify(document)
  return [...text.matchAll(/"\$ref":"([^"]*)"/g)]
    .map((match) => match[1] ?? '')
    .filter((ref) => !Object.hasOwn(document.definitions, ref.replace('#/definitions/', '')))
}
