/** Common resources: virtual data resources by their older name. */
import { Type } from 'typebox'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { slicePage } from '../plugins/page-slice.ts'
import { booleanParameter, readPage, writePage } from '../plugins/paging.ts'
import { AnyObject, answers, answersNothing, pagingParameters } from '../schemas.ts'
import { sayIgnored } from './vdr-forms.ts'

const tags = ['Common resources']
const params = Type.Object({ name: Type.String() })

const ResourceSchema = Type.Object(
  { name: Type.String(), fields: Type.Array(AnyObject) },
  { title: 'CommonResource', additionalProperties: true },
)

export function commonResourceRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { commonResources } = deps.vdrs
  app.get(
    '/common-resources',
    {
      schema: {
        summary: 'The common resources of the caller’s account, over all levels',
        tags,
        querystring: Type.Object(pagingParameters),
        response: answers(Type.Array(ResourceSchema)),
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, 'common-resources', deps.settings)
      const all = await commonResources.list(callerOf(request))
      const { rows, outcome } = slicePage(page, all)
      writePage(reply, page, outcome)
      return [...rows] as never
    },
  )

  app.put(
    '/common-resources',
    {
      schema: {
        summary: 'Make or replace a common resource',
        description:
          'changedFields ([{"oldPath": …, "path": …}]) renames paths, in transformations, too.',
        tags,
        body: AnyObject,
        response: answers(ResourceSchema),
      },
    },
    async (request, reply) => {
      const { resource, ignored } = await commonResources.put(callerOf(request), request.body)
      sayIgnored(reply, ignored)
      return resource as never
    },
  )
  namedRoutes(app, deps)
}

function namedRoutes(app: HttpApp, { vdrs }: HttpDependencies): void {
  const { commonResources } = vdrs
  app.get(
    '/common-resources/:name',
    {
      schema: { summary: 'One common resource', tags, params, response: answers(ResourceSchema) },
    },
    async (request) => commonResources.get(callerOf(request), request.params.name) as never,
  )

  app.patch(
    '/common-resources/:name',
    {
      schema: {
        summary: 'Rename a common resource, with its transformations',
        tags,
        params,
        body: Type.Object({ name: Type.String() }),
        response: answers(ResourceSchema),
      },
    },
    async (request) =>
      commonResources.rename(callerOf(request), request.params.name, request.body) as never,
  )

  app.delete(
    '/common-resources/:name',
    {
      schema: {
        summary: 'Delete a common resource with its transformations, at every level',
        description: '409 while formulas use it, unless force=true.',
        tags,
        params,
        querystring: Type.Object({ force: Type.Optional(Type.String()) }),
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const force = booleanParameter(request.query, 'force') === true
      await commonResources.delete(callerOf(request), request.params.name, force)
      return reply.send(undefined)
    },
  )

  app.get(
    '/common-resources/:name/usages',
    {
      schema: {
        summary: 'The formulas that use a common resource',
        tags,
        params,
        response: answers(Type.Object({ formulaUsages: Type.Array(AnyObject) })),
      },
    },
    async (request) => {
      const { formulaUsages } = await commonResources.usages(callerOf(request), request.params.name)
      return { formulaUsages: [...formulaUsages] }
    },
  )
}
