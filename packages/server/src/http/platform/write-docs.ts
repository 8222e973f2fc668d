/** Swagger 2.0 documents, as asked for: of a whole element or instance, or of one operation. */
import { Type } from 'typebox'
import type { ElementPlan } from '../../catalog/plan.ts'
import { elementSwagger, operationSwagger, type SwaggerOptions } from '../../catalog/swagger.ts'
import { BASE_PATH } from '../base-path.ts'
import { singleParameter } from '../plugins/paging.ts'
import { notFound } from '../schemas.ts'

/** Query parameters of every document. */
export const docsParameters = Type.Object({
  baseUrl: Type.Optional(Type.String({ description: 'The address to put into the document' })),
  operationId: Type.Optional(Type.String({ description: 'Only this operation' })),
  version: Type.Optional(Type.String({ description: 'Accepted and ignored' })),
})

/** What a document is made for. */
export interface DocsSubject {
  readonly plan: ElementPlan
  /** `true`: paths begin with `/hubs/{hub}`, as the paths of an element do. */
  readonly hubPrefix: boolean
  /** Where callers reach this server, unless they name an address of their own. */
  readonly publicUrl: string
}

/**
 * The document, or the part of it that the query's `operationId` names.
 * @throws {ValenceError} `not_found` for an operation that does not exist, `invalid_request` for a bad `baseUrl`.
 */
export function writeDocs(subject: DocsSubject, query: Type.Static<typeof docsParameters>) {
  const { operationId } = query
  if (operationId !== undefined) return writeOperation(subject, query, operationId)
  return elementSwagger(subject.plan, optionsOf(subject, query))
}

/** The part of the document for one operation. @throws as `writeDocs`. */
export function writeOperation(
  subject: DocsSubject,
  query: Type.Static<typeof docsParameters>,
  operationId: string,
) {
  const document = operationSwagger(subject.plan, optionsOf(subject, query), operationId)
  if (document === undefined) throw notFound(`operation of ${subject.plan.name}`, operationId)
  return document
}

function optionsOf(
  { hubPrefix, publicUrl }: DocsSubject,
  query: Type.Static<typeof docsParameters>,
): SwaggerOptions {
  const { host, protocol, pathname } = new URL(publicUrl)
  const baseUrl = singleParameter(query, 'baseUrl')
  return {
    host,
    schemes: [protocol === 'https:' ? 'https' : 'http'],
    basePath: pathname.replace(/\/+$/, '') + BASE_PATH,
    hubPrefix,
    ...(baseUrl === undefined || baseUrl === '' ? {} : { baseUrl }),
  }
}
