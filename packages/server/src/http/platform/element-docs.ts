/** Swagger 2.0 of an element. Public, like the catalogue. */
import { Type } from 'typebox'
import { elementDefinitions } from '../../catalog/swagger.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { AnyObject, answers, ElementParams } from '../schemas.ts'
import { elementOf } from './catalogue-elements.ts'
import { type DocsSubject, docsParameters, writeDocs, writeOperation } from './write-docs.ts'

const OperationParams = Type.Object({
  ...ElementParams.properties,
  operationId: Type.String({ description: 'Such as GET-contacts' }),
})

export function elementDocsRoutes(app: HttpApp, { catalogue, settings }: HttpDependencies): void {
  const subject = (keyOrId: string): DocsSubject => ({
    plan: elementOf(catalogue, keyOrId).plan(),
    hubPrefix: true,
    publicUrl: settings.publicUrl(),
  })
  const shared = { tags: ['Documentation'], response: answers(AnyObject) }

  app.get(
    '/elements/:keyOrId/docs',
    {
      schema: {
        ...shared,
        summary: 'Swagger 2.0 of the resources of an element',
        params: ElementParams,
        querystring: docsParameters,
      },
    },
    async ({ params, query }) => writeDocs(subject(params.keyOrId), query),
  )

  app.get(
    '/elements/:keyOrId/docs/:operationId',
    {
      schema: {
        ...shared,
        summary: 'Swagger 2.0 of one operation of an element',
        params: OperationParams,
        querystring: docsParameters,
      },
    },
    async ({ params, query }) => writeOperation(subject(params.keyOrId), query, params.operationId),
  )

  app.get(
    '/elements/:keyOrId/definitions',
    {
      schema: {
        ...shared,
        summary: 'The Swagger 2.0 definitions of an element',
        params: ElementParams,
      },
    },
    async ({ params }) => elementDefinitions(elementOf(catalogue, params.keyOrId).plan()),
  )
}
