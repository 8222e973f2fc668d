/** Definitions of virtual data resources at the level of an organization, an account and an instance. */
import { Type } from 'typebox'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { AnyObject, answers, answersNothing } from '../schemas.ts'
import {
  DefinitionBody,
  DefinitionSchema,
  type LevelForm,
  levelForms,
  MapSchema,
  NameParam,
  nameOf,
} from './vdr-forms.ts'

const tags = ['Virtual data resources']

export function objectDefinitionRoutes(app: HttpApp, deps: HttpDependencies): void {
  for (const form of levelForms) {
    allRoutes(app, deps, form)
    oneRoutes(app, deps, form)
    renameRoute(app, deps, form)
  }
}

function allRoutes(app: HttpApp, { vdrs }: HttpDependencies, form: LevelForm): void {
  const { definitions } = vdrs
  const url = `${form.prefix}/objects/definitions`
  const params = Type.Object(form.params)

  app.get(
    url,
    {
      schema: {
        summary: `The objects defined ${form.words}, by name`,
        description: 'Without any it answers 404.',
        tags,
        params,
        response: answers(MapSchema),
      },
    },
    async (request) => ({ ...(await definitions.list(callerOf(request), form.placeOf(request))) }),
  )

  app.post(
    url,
    {
      schema: {
        summary: `Define several objects ${form.words}, all or none`,
        tags,
        params,
        body: AnyObject,
        response: answers(MapSchema),
      },
    },
    async (request) =>
      definitions.createMany(callerOf(request), form.placeOf(request), request.body),
  )

  app.delete(
    url,
    {
      schema: {
        summary: `Delete every definition ${form.words}`,
        description: '409 while one of them has transformations at this level.',
        tags,
        params,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      await definitions.deleteAll(callerOf(request), form.placeOf(request))
      return reply.send(undefined)
    },
  )
}

function oneRoutes(app: HttpApp, { vdrs }: HttpDependencies, form: LevelForm): void {
  const { definitions } = vdrs
  const url = `${form.prefix}/objects/:objectName/definitions`
  const params = Type.Object({ ...form.params, ...NameParam })
  const response = answers(DefinitionSchema)

  app.get(
    url,
    { schema: { summary: `What an object is ${form.words}`, tags, params, response } },
    async (request) =>
      definitions.get(callerOf(request), form.placeOf(request), nameOf(request)) as never,
  )

  app.post(
    url,
    {
      schema: {
        summary: `Define an object ${form.words}`,
        description: '409 when it is defined there already: PUT replaces it.',
        tags,
        params,
        body: DefinitionBody,
        response,
      },
    },
    async (request) =>
      definitions.create(
        callerOf(request),
        form.placeOf(request),
        nameOf(request),
        request.body,
      ) as never,
  )

  app.put(
    url,
    {
      schema: {
        summary: `Replace the definition of an object ${form.words}`,
        description: '404 when it is not defined there: POST defines it.',
        tags,
        params,
        body: DefinitionBody,
        response,
      },
    },
    async (request) =>
      definitions.replace(
        callerOf(request),
        form.placeOf(request),
        nameOf(request),
        request.body,
      ) as never,
  )

  app.delete(
    url,
    {
      schema: {
        summary: `Delete the definition of an object ${form.words}`,
        description: '409 while it has transformations at this level.',
        tags,
        params,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      await definitions.delete(callerOf(request), form.placeOf(request), nameOf(request))
      return reply.send(undefined)
    },
  )
}

function renameRoute(app: HttpApp, { vdrs }: HttpDependencies, form: LevelForm): void {
  app.patch(
    `${form.prefix}/objects/:objectName`,
    {
      schema: {
        summary: `Rename an object ${form.words}, with its transformations there`,
        tags,
        params: Type.Object({ ...form.params, ...NameParam }),
        body: Type.Object({ objectName: Type.String() }),
        response: answers(DefinitionSchema),
      },
    },
    async (request) =>
      vdrs.definitions.rename(
        callerOf(request),
        form.placeOf(request),
        nameOf(request),
        request.body,
      ) as never,
  )
}
