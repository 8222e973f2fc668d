/** Swagger 2.0 of an instance, named by its id or by its Element token. */
import { Type } from 'typebox'
import { elementDefinitions } from '../../catalog/swagger.ts'
import type { Instance } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf, instanceCallerOf } from '../plugins/authenticate.ts'
import { AnyObject, answers, IdParams, notFound, readId } from '../schemas.ts'
import { elementOfInstance } from './known-elements.ts'
import { type DocsSubject, docsParameters, writeDocs, writeOperation } from './write-docs.ts'

const OperationParam = { operationId: Type.String({ description: 'Such as GET-contacts' }) }
const shared = { tags: ['Documentation'], response: answers(AnyObject) }

export function instanceDocsRoutes(app: HttpApp, deps: HttpDependencies): void {
  docsById(app, deps)
  docsByToken(app, deps)
}

function docsById(app: HttpApp, deps: HttpDependencies): void {
  const instanceOf = async (request: Parameters<typeof callerOf>[0], id: string) => {
    const number = readId(id, 'instance')
    const instance = await deps.store.instances.get(callerOf(request).scope, number)
    if (instance === undefined) throw notFound('instance', number)
    return instance
  }

  app.get(
    '/instances/:id/docs',
    {
      schema: {
        ...shared,
        summary: 'Swagger 2.0 of an instance',
        params: IdParams,
        querystring: docsParameters,
      },
    },
    async (request) =>
      writeDocs(await subjectOf(deps, await instanceOf(request, request.params.id)), request.query),
  )

  app.get(
    '/instances/:id/docs/:operationId',
    {
      schema: {
        ...shared,
        summary: 'Swagger 2.0 of one operation of an instance',
        params: Type.Object({ ...IdParams.properties, ...OperationParam }),
        querystring: docsParameters,
      },
    },
    async (request) => {
      const { id, operationId } = request.params
      const subject = await subjectOf(deps, await instanceOf(request, id))
      return writeOperation(subject, request.query, operationId)
    },
  )

  app.get(
    '/instances/:id/definitions',
    {
      schema: {
        ...shared,
        summary: 'The Swagger 2.0 definitions of an instance',
        params: IdParams,
      },
    },
    async (request) =>
      elementDefinitions(
        (await subjectOf(deps, await instanceOf(request, request.params.id))).plan,
      ),
  )
}

function docsByToken(app: HttpApp, deps: HttpDependencies): void {
  app.get(
    '/instances/docs',
    {
      schema: {
        ...shared,
        summary: 'Swagger 2.0 of the instance of the Element token',
        querystring: docsParameters,
      },
    },
    async (request) =>
      writeDocs(await subjectOf(deps, instanceCallerOf(request).instance), request.query),
  )

  app.get(
    '/instances/docs/:operationId',
    {
      schema: {
        ...shared,
        summary: 'Swagger 2.0 of one operation of the instance of the Element token',
        params: Type.Object(OperationParam),
        querystring: docsParameters,
      },
    },
    async (request) =>
      writeOperation(
        await subjectOf(deps, instanceCallerOf(request).instance),
        request.query,
        request.params.operationId,
      ),
  )

  app.get(
    '/instances/definitions',
    {
      schema: {
        ...shared,
        summary: 'The Swagger 2.0 definitions of the instance of the Element token',
      },
    },
    async (request) =>
      elementDefinitions((await subjectOf(deps, instanceCallerOf(request).instance)).plan),
  )
}

/** Paths of an instance carry no hub: the token says which one. */
async function subjectOf(
  { elements, settings, vdrs }: HttpDependencies,
  instance: Instance,
): Promise<DocsSubject> {
  const plan = (await elementOfInstance(elements, instance)).plan()
  return {
    plan: await vdrs.describe(plan, instance, 'documented'),
    hubPrefix: false,
    publicUrl: settings.publicUrl(),
  }
}
