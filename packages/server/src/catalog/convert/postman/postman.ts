/**
 * Postman collections v2.0 and v2.1 -> a description of the API.
 *
 * A collection is a set of requests somebody made, with their values. What a value stands for is a guess that its author can
 * correct; values of secrets are never copied.
 * @see https://schema.postman.com/json/collection/v2.1.0/docs/index.html
 */
import { ValenceError } from '../../../lib/errors.ts'
import { isJsonObject, type JsonObject } from '../../json.ts'
import type { ApiDescription, ApiOperation } from '../description.ts'
import type { Report } from '../report.ts'
import { authenticationOf } from './authentication.ts'
import { type FoundRequest, requestsOf } from './items.ts'
import { mergeOperations } from './merge.ts'
import { operationOf } from './operation.ts'
import { describe } from './text.ts'
import { baseOf, splitUrl } from './url.ts'
import { createVariables } from './variables.ts'

/** @throws {ValenceError} `invalid_request`: it is no collection of these versions, or there is no request in it. */
export function readPostman(document: unknown, report: Report): ApiDescription {
  const collection = collectionOf(document)
  const info = isJsonObject(collection.info) ? collection.info : {}
  const requests = requestsOf(collection, report)
  if (requests.length === 0) throw invalid('there is no request in it')
  const variables = createVariables(collection.variable)
  const base = baseOf(requests.map(({ request }) => splitUrl(request.url).base))
  const operations = requests.flatMap((found: FoundRequest): readonly ApiOperation[] => {
    const operation = operationOf(found, { base, variables, report })
    return operation ? [operation] : []
  })
  const authentication = authenticationOf(collection.auth, variables, report)
  return {
    title: String(info.name ?? ''),
    description: describe(info.description),
    protocolType: 'http',
    address: { url: variables.address(base), configuration: [] },
    authentication,
    operations: mergeOperations(operations, report),
    definitions: {},
    configuration: variables.configuration(),
  }
}

function collectionOf(document: unknown): JsonObject {
  // The API of Postman wraps what an export is.
  const inner =
    isJsonObject(document) && isJsonObject(document.collection) ? document.collection : document
  if (!isJsonObject(inner) || !isJsonObject(inner.info)) throw invalid("it has no 'info'")
  const schema = String(inner.info.schema ?? '')
  if (schema !== '' && !/\/v2\.[01]\.0\//.test(schema)) {
    throw invalid(`its schema is '${schema.slice(0, 100)}', and v2.0.0 and v2.1.0 can be read`)
  }
  if (!Array.isArray(inner.item)) throw invalid("it has no list 'item'")
  return inner
}

function invalid(problem: string): ValenceError {
  return new ValenceError(
    'invalid_request',
    `This is no Postman collection that can be converted: ${problem}.`,
  )
}
