/** Transformations named by the body of a request, and trying one out. */
import { Type } from 'typebox'
import { namedBody, type TransformationPlace } from '../../runtime/vdrs/transformations.ts'
import { warningHeaders } from '../../runtime/vdrs/vdr-request.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { AnyObject, answers } from '../schemas.ts'
import { NameParam, nameOf, TransformationBody, TransformationSchema } from './vdr-forms.ts'

const tags = ['Virtual data resources']

export function transformationTrialRoutes(app: HttpApp, deps: HttpDependencies): void {
  putRoute(app, deps)
  executeRoute(app, deps)
}

/** The level, the element and the object stand in the body. */
function putRoute(app: HttpApp, { vdrs }: HttpDependencies): void {
  app.put(
    '/transformations',
    {
      schema: {
        summary: 'Make or replace the transformation that the body names',
        description:
          'objectName, and elementInstanceId, or elementKey or elementId with level (organization or account).',
        tags,
        body: TransformationBody,
        response: answers(TransformationSchema),
      },
    },
    async (request) => {
      const body = namedBody(request.body)
      const place = placeIn(body)
      const name = String(body['objectName'] ?? '')
      return vdrs.transformations.put(callerOf(request), place, name, body) as never
    },
  )
}

function placeIn(body: Readonly<Record<string, unknown>>): TransformationPlace {
  const instanceId = body['elementInstanceId'] ?? body['instanceId']
  if (instanceId !== undefined && instanceId !== null)
    return { at: { level: 'instance', instanceId: Number(instanceId) } }
  const element = String(body['elementKey'] ?? body['elementId'] ?? '')
  const level = body['level'] === 'account' ? 'account' : 'organization'
  return { at: { level }, element }
}

function executeRoute(app: HttpApp, { vdrs }: HttpDependencies): void {
  app.post(
    '/transformations/:objectName/execute',
    {
      schema: {
        summary: 'Try a transformation out on a record or a list of records',
        description:
          'Nothing is sent to the vendor. GET (the default) turns a record of the vendor into ours, other methods ours into the vendor’s. What a script failed at is in Elements-Transformation-Warning.',
        tags,
        params: Type.Object(NameParam),
        body: Type.Object(
          {
            payload: Type.Unknown({ description: 'A record or a list of records' }),
            method: Type.Optional(Type.String()),
            elementKey: Type.Optional(Type.String()),
            elementId: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
            instanceId: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
            transformation: Type.Optional(TransformationBody),
            definition: Type.Optional(AnyObject),
          },
          { title: 'TransformationTrial' },
        ),
        response: answers(Type.Unknown()),
      },
    },
    async (request, reply) => {
      const { result, warnings } = await vdrs.execute(
        callerOf(request),
        nameOf(request),
        request.body,
        request.id,
      )
      return reply.headers(warningHeaders(warnings)).send(result)
    },
  )
}
