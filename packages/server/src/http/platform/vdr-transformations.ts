/** The transformations of a virtual data resource over all its levels. */
import { Type } from 'typebox'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { answers, answersNothing, IdParams, readId } from '../schemas.ts'
import { answerWritten, TransformationBody, TransformationSchema, vdrIdOf } from './vdr-forms.ts'

const tags = ['Virtual data resources']

const transformationParams = Type.Object({
  ...IdParams.properties,
  transformationId: Type.String(),
})

/** `/vdrs/{id}/transformations` */
export function vdrTransformationRoutes(app: HttpApp, { vdrs }: HttpDependencies): void {
  const { resources } = vdrs
  const response = answers(TransformationSchema)
  app.get(
    '/vdrs/:id/transformations',
    {
      schema: {
        summary: 'The transformations of a virtual data resource, one an element',
        tags,
        params: IdParams,
        response: answers(Type.Array(TransformationSchema)),
      },
    },
    async (request) =>
      [...(await resources.transformations(callerOf(request), vdrIdOf(request)))] as never,
  )

  app.post(
    '/vdrs/:id/transformations',
    {
      schema: {
        summary:
          'Map a virtual data resource to the element of elementKey, elementId or instanceId',
        description: 'Fields name their own field by path or vdrFieldId, and may name their level.',
        tags,
        params: IdParams,
        body: TransformationBody,
        response,
      },
    },
    async (request, reply) => {
      const id = vdrIdOf(request)
      return answerWritten(
        reply,
        await resources.createTransformation(callerOf(request), id, request.body),
      )
    },
  )
  oneTransformationRoutes(app, vdrs.resources)
}

function oneTransformationRoutes(
  app: HttpApp,
  resources: HttpDependencies['vdrs']['resources'],
): void {
  const url = '/vdrs/:id/transformations/:transformationId'
  const params = transformationParams
  const response = answers(TransformationSchema)
  const idsOf = (request: { params: { id: string; transformationId: string } }) =>
    [vdrIdOf(request), readId(request.params.transformationId, 'transformation')] as const
  app.get(
    url,
    { schema: { summary: 'One transformation', tags, params, response } },
    async (request) => resources.transformation(callerOf(request), ...idsOf(request)) as never,
  )

  app.put(
    url,
    {
      schema: {
        summary: 'Replace a transformation at the levels the caller may change',
        tags,
        params,
        body: TransformationBody,
        response,
      },
    },
    async (request, reply) => {
      const ids = idsOf(request)
      const caller = callerOf(request)
      return answerWritten(
        reply,
        await resources.replaceTransformation(caller, ...ids, request.body),
      )
    },
  )

  app.delete(
    url,
    {
      schema: {
        summary: 'Delete a transformation at the levels the caller may change',
        tags,
        params,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      await resources.deleteTransformation(callerOf(request), ...idsOf(request))
      return reply.send(undefined)
    },
  )
}
