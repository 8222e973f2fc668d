/** Transformations at the level of an organization, an account and an instance. */
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { TransformationPlace } from '../../runtime/vdrs/transformations.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { AnyObject, answers, answersNothing, ElementParams } from '../schemas.ts'
import {
  elementForms,
  instanceForms,
  levelForms,
  MapSchema,
  NameParam,
  nameOf,
  TransformationBody,
  TransformationSchema,
} from './vdr-forms.ts'

/** Where transformations are found: a level, and an element where the level is no instance's. */
interface Form {
  readonly url: string
  readonly params: Type.TProperties
  readonly words: string
  placeOf(request: FastifyRequest): TransformationPlace
}

const tags = ['Virtual data resources']
const propagate = Type.Object({
  propagate: Type.Optional(Type.String({ description: 'true: at the levels below, too' })),
})

export function transformationRoutes(app: HttpApp, deps: HttpDependencies): void {
  for (const form of forms) {
    allRoutes(app, deps, form)
    readRoutes(app, deps, form)
    writeRoutes(app, deps, form)
  }
  ofObjectRoutes(app, deps)
}

const forms: readonly Form[] = [
  ...elementForms.map((form) => ({
    url: `${form.prefix}/elements/:keyOrId/transformations`,
    params: { ...form.params, ...ElementParams.properties },
    words: form.words,
    placeOf: (request: FastifyRequest) => ({
      at: form.placeOf(request),
      element: (request.params as { keyOrId: string }).keyOrId,
    }),
  })),
  ...instanceForms.map((form) => ({
    url: `${form.prefix}/transformations`,
    params: form.params,
    words: form.words,
    placeOf: (request: FastifyRequest) => ({ at: form.placeOf(request) }),
  })),
]

function allRoutes(app: HttpApp, { vdrs }: HttpDependencies, form: Form): void {
  const params = Type.Object(form.params)
  app.get(
    form.url,
    {
      schema: {
        summary: `The transformations of an element ${form.words}, by the name of their object`,
        description: 'Without any it answers 404.',
        tags,
        params,
        response: answers(MapSchema),
      },
    },
    async (request) => ({
      ...(await vdrs.transformations.list(callerOf(request), form.placeOf(request))),
    }),
  )

  app.delete(
    form.url,
    {
      schema: {
        summary: `Delete the transformations of an element ${form.words}`,
        tags,
        params,
        querystring: propagate,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const propagates = booleanParameter(request.query, 'propagate') === true
      await vdrs.transformations.deleteAll(callerOf(request), form.placeOf(request), propagates)
      return reply.send(undefined)
    },
  )
}

function readRoutes(app: HttpApp, { vdrs }: HttpDependencies, form: Form): void {
  const params = Type.Object({ ...form.params, ...NameParam })
  app.get(
    `${form.url}/:objectName`,
    {
      schema: {
        summary: `The transformation of an object ${form.words}`,
        tags,
        params,
        response: answers(TransformationSchema),
      },
    },
    async (request) =>
      vdrs.transformations.get(callerOf(request), form.placeOf(request), nameOf(request)) as never,
  )

  app.delete(
    `${form.url}/:objectName`,
    {
      schema: {
        summary: `Delete the transformation of an object ${form.words}`,
        tags,
        params,
        querystring: propagate,
        response: answersNothing,
      },
    },
    async (request, reply) => {
      const propagates = booleanParameter(request.query, 'propagate') === true
      const place = form.placeOf(request)
      await vdrs.transformations.delete(callerOf(request), place, nameOf(request), propagates)
      return reply.send(undefined)
    },
  )
}

function writeRoutes(app: HttpApp, { vdrs }: HttpDependencies, form: Form): void {
  const { transformations } = vdrs
  const url = `${form.url}/:objectName`
  const shared = {
    tags,
    params: Type.Object({ ...form.params, ...NameParam }),
    body: TransformationBody,
    response: answers(TransformationSchema),
  }
  app.post(
    url,
    {
      schema: {
        ...shared,
        summary: `Map an object to an element ${form.words}`,
        description: '409 when it is mapped there already: PUT replaces it.',
      },
    },
    async (request) =>
      transformations.create(
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
        ...shared,
        summary: `Replace the transformation of an object ${form.words}`,
        description: '404 when it is not mapped there: POST maps it.',
      },
    },
    async (request) =>
      transformations.replace(
        callerOf(request),
        form.placeOf(request),
        nameOf(request),
        request.body,
      ) as never,
  )
}

function ofObjectRoutes(app: HttpApp, { vdrs }: HttpDependencies): void {
  for (const form of levelForms) {
    app.get(
      `${form.prefix}/objects/:objectName/transformations`,
      {
        schema: {
          summary: `The elements an object is mapped to ${form.words}`,
          tags,
          params: Type.Object({ ...form.params, ...NameParam }),
          response: answers(Type.Array(AnyObject)),
        },
      },
      async (request) => {
        const place = form.placeOf(request)
        return [...(await vdrs.transformations.ofObject(callerOf(request), place, nameOf(request)))]
      },
    )
  }
}
