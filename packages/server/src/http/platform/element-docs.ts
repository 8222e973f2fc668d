/** Swagger 2.0 of an element. Public, like the catalogue. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { elementDefinitions } from '../../catalog/swagger.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { AnyObject, answers, ElementParams } from '../schemas.ts'
import { elementOf } from './known-elements.ts'
import { type DocsSubject, docsParameters, writeDocs, writeOperation } from './write-docs.ts'

const OperationParams = Type.Object({
  ...ElementParams.properties,
  operationId: Type.String({ description: 'Such as GET-contacts' }),
})

export function elementDocsRoutes(app: HttpApp, { elements, settings }: HttpDependencies): void {
  const planOf = async (request: FastifyRequest, keyOrId: string) =>
    (await elementOf(elements, request, keyOrId)).plan()
  const subject = async (request: FastifyRequest, keyOrId: string): Promise<DocsSubject> => ({
    plan: await planOf(request, keyOrId),
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
    async (request) => writeDocs(await subject(request, request.params.keyOrId), request.query),
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
    async (request) => {
      const { keyOrId, operationId } = request.params
      return writeOperation(await subject(request, keyOrId), request.query, operationId)
    },
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
    async (request) => elementDefinitions(await planOf(request, request.params.keyOrId)),
  )
}
