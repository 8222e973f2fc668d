/** Virtual data resources as a whole: every level the caller sees, exports, imports and copies. */
import { Type } from 'typebox'
import type { CloneOptions } from '../../runtime/vdrs/bundle.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { slicePage } from '../plugins/page-slice.ts'
import {
  arrayParameter,
  booleanParameter,
  readPage,
  singleParameter,
  writePage,
} from '../plugins/paging.ts'
import { readWhere } from '../plugins/where.ts'
import {
  AnyObject,
  answers,
  answersNothing,
  IdParams,
  pagingParameters,
  whereParameter,
} from '../schemas.ts'
import { answerWritten, DefinitionBody, vdrIdOf } from './vdr-forms.ts'

const tags = ['Virtual data resources']

const VdrSchema = Type.Object(
  { id: Type.Integer(), objectName: Type.String(), fields: Type.Array(AnyObject) },
  { title: 'Vdr', additionalProperties: true },
)

const ExportSchema = Type.Object(
  {
    vdrName: Type.String(),
    vdrVersion: Type.String(),
    definition: AnyObject,
    transformation: Type.Record(Type.String(), AnyObject, { description: 'By element key' }),
  },
  { title: 'VdrExport' },
)

/** What `where` of the list may ask for. */
const fields = new Set(['id', 'objectName', 'description', 'vdrShared'])

export function vdrRoutes(app: HttpApp, deps: HttpDependencies): void {
  listRoutes(app, deps)
  oneRoutes(app, deps)
  bundleRoutes(app, deps)
  versionRoutes(app, deps)
}

function listRoutes(app: HttpApp, { vdrs, settings }: HttpDependencies): void {
  app.get(
    '/vdrs',
    {
      schema: {
        summary: 'The virtual data resources of the caller’s account, over all levels',
        tags,
        querystring: Type.Object({ ...pagingParameters, ...whereParameter }),
        response: answers(Type.Array(VdrSchema)),
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, 'vdrs', settings)
      const where = readWhere(singleParameter(page.query, 'where'), fields)
      const all = (await vdrs.resources.list(callerOf(request))).filter((vdr) => where.matches(vdr))
      const { rows, outcome } = slicePage(page, all)
      writePage(reply, page, outcome)
      return [...rows] as never
    },
  )

  app.post(
    '/vdrs',
    {
      schema: {
        summary: 'Define a virtual data resource; each field may name its level',
        description:
          'Fields of levels the caller may not change are ignored, and Elements-Error says so.',
        tags,
        body: DefinitionBody,
        response: answers(VdrSchema),
      },
    },
    async (request, reply) =>
      answerWritten(reply, await vdrs.resources.create(callerOf(request), request.body)),
  )
}

function oneRoutes(app: HttpApp, { vdrs }: HttpDependencies): void {
  app.get(
    '/vdrs/:id',
    {
      schema: {
        summary: 'One virtual data resource',
        tags,
        params: IdParams,
        response: answers(VdrSchema),
      },
    },
    async (request) => vdrs.resources.get(callerOf(request), vdrIdOf(request)) as never,
  )

  app.put(
    '/vdrs/:id',
    {
      schema: {
        summary: 'Replace a virtual data resource at the levels the caller may change',
        tags,
        params: IdParams,
        body: DefinitionBody,
        response: answers(VdrSchema),
      },
    },
    async (request, reply) =>
      answerWritten(
        reply,
        await vdrs.resources.replace(callerOf(request), vdrIdOf(request), request.body),
      ),
  )

  app.delete(
    '/vdrs/:id',
    {
      schema: {
        summary: 'Delete a virtual data resource, with its transformations, at the same levels',
        tags,
        params: IdParams,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      await vdrs.resources.delete(callerOf(request), vdrIdOf(request))
      return reply.send(undefined)
    },
  )
}

function bundleRoutes(app: HttpApp, { vdrs }: HttpDependencies): void {
  app.get(
    '/vdrs/:id/export',
    {
      schema: {
        summary: 'A virtual data resource with its transformations, to be imported elsewhere',
        tags,
        params: Type.Object({ id: Type.String({ description: 'Name, or id' }) }),
        response: answers(ExportSchema),
      },
    },
    async (request) => vdrs.resources.export(callerOf(request), request.params.id) as never,
  )

  app.put(
    '/vdrs/import',
    {
      schema: {
        summary: 'Make or replace a virtual data resource and its transformations from an export',
        tags,
        body: AnyObject,
        response: answers(VdrSchema),
      },
    },
    async (request, reply) =>
      answerWritten(reply, await vdrs.resources.import(callerOf(request), request.body)),
  )

  app.post(
    '/vdrs/:id/clone',
    {
      schema: {
        summary: 'Copy a virtual data resource to another level or under another name',
        tags,
        params: IdParams,
        querystring: Type.Object({
          level: Type.Optional(Type.String({ description: 'account (default) or organization' })),
          cloneAllTransformations: Type.Optional(Type.String({ description: 'true or false' })),
          'elementKeys[]': Type.Optional(
            Type.Unsafe<string | string[]>({ description: 'With these transformations' }),
          ),
        }),
        body: Type.Optional(DefinitionBody),
        response: answers(VdrSchema),
      },
    },
    async (request) => {
      const options = cloneOptions(request.query)
      const id = vdrIdOf(request)
      return vdrs.resources.clone(callerOf(request), id, request.body, options) as never
    },
  )
}

function cloneOptions(query: Record<string, string | string[] | undefined>): CloneOptions {
  const given = query as Record<string, string | string[]>
  const keys = arrayParameter(given, 'elementKeys').flatMap((value) => value.split(','))
  return {
    level: singleParameter(given, 'level') === 'organization' ? 'organization' : 'account',
    elementKeys: booleanParameter(given, 'cloneAllTransformations') === true ? 'all' : keys,
  }
}

function versionRoutes(app: HttpApp, { vdrs }: HttpDependencies): void {
  const schema = (summary: string) => ({ summary, tags, response: answersNothing })
  app.put(
    '/vdrs/upgrade/v2',
    { schema: schema('Let each level show only what it says itself (version 2)') },
    async (request, reply) => {
      await vdrs.setVersion(callerOf(request), 'v2')
      return reply.send(undefined)
    },
  )
  app.delete(
    '/vdrs/upgrade/v2',
    { schema: schema('Let each level show what it inherits, too (version 1)') },
    async (request, reply) => {
      await vdrs.setVersion(callerOf(request), 'v1')
      return reply.send(undefined)
    },
  )
}
