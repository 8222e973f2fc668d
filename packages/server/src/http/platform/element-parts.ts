/**
 * The parts of an element: parameters, hooks, resources, objects and models, and the parts of resources and objects. What
 * is a list here is one of an organization's element, or of what an account laid over an element of the catalogue.
 */
import { Type } from 'typebox'
import type { OwnerList, PartPlace } from '../../catalog/edit-parts.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { presentPart, presentParts } from '../presenters/element-parts.ts'
import { AnyObject, answers, answersNothing, ElementParams, readId } from '../schemas.ts'
import { elementOf } from './known-elements.ts'

/** One list of parts and where it is served. */
interface PartForm {
  readonly list: Exclude<PartPlace['list'], 'configuration'>
  readonly noun: string
  readonly within?: OwnerList
}

const forms: readonly PartForm[] = [
  { list: 'parameters', noun: 'parameter of an element' },
  { list: 'hooks', noun: 'hook of an element' },
  { list: 'resources', noun: 'resource' },
  { list: 'objects', noun: 'object' },
  { list: 'models', noun: 'model' },
  { list: 'parameters', noun: 'parameter of a resource', within: 'resources' },
  { list: 'hooks', noun: 'hook of a resource', within: 'resources' },
  { list: 'fields', noun: 'field of an object', within: 'objects' },
  { list: 'fields', noun: 'field of a model', within: 'models' },
]

const tags = ['Building elements']

const accountOnlyParameter = Type.Object({
  accountOnly: Type.Optional(
    Type.String({ description: 'true: only what the caller’s account added' }),
  ),
})

/** Every parameter of the paths of parts; a list's own path has no `partId`, an element's own list no `ownerId`. */
interface Named {
  readonly keyOrId: string
  readonly ownerId?: string
  readonly partId?: string
}

/** What a form's routes have in common. */
function routesOf({ list, noun, within }: PartForm) {
  const ownerId = { ownerId: Type.String({ description: `Id in ${within}` }) }
  const params = Type.Object({ ...ElementParams.properties, ...(within ? ownerId : {}) })
  const partParams = Type.Object({
    ...params.properties,
    partId: Type.String({ description: `Id in ${list}` }),
  })
  const path = within
    ? `/elements/:keyOrId/${within}/:ownerId/${list}`
    : `/elements/:keyOrId/${list}`
  const placeOf = ({ ownerId: owner }: Named): PartPlace =>
    within && owner !== undefined
      ? { list, within: { list: within, id: readId(owner, within.slice(0, -1)) } }
      : { list }
  const idOf = ({ partId = '' }: Named) => readId(partId, noun)
  return { path, params, partParams, placeOf, idOf }
}

/** Reading of parts, by whoever sees the element. */
export function elementPartReadingRoutes(app: HttpApp, { elements }: HttpDependencies): void {
  for (const form of forms) {
    const { path, params, partParams, placeOf, idOf } = routesOf(form)

    app.get(
      path,
      {
        schema: {
          summary: `Every ${form.noun}`,
          tags,
          params,
          querystring: accountOnlyParameter,
          response: answers(Type.Array(AnyObject)),
        },
      },
      async (request) => {
        const named = request.params as Named
        const element = await elementOf(elements, request, named.keyOrId)
        const accountOnly = booleanParameter(request.query, 'accountOnly') === true
        return [...presentParts(element, placeOf(named), { accountOnly })]
      },
    )

    app.get(
      `${path}/:partId`,
      {
        schema: {
          summary: `One ${form.noun}`,
          tags,
          params: partParams,
          response: answers(AnyObject),
        },
      },
      async (request) => {
        const named = request.params as Named
        const element = await elementOf(elements, request, named.keyOrId)
        return presentPart(element, placeOf(named), idOf(named))
      },
    )
  }
}

/** Making, replacing and removing parts. */
export function elementPartRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { elementBuilder, elements } = deps
  for (const form of forms) {
    const { path, params, partParams, placeOf, idOf } = routesOf(form)

    app.post(
      path,
      {
        schema: {
          summary: `Add a ${form.noun}`,
          tags,
          params,
          body: AnyObject,
          response: answers(AnyObject),
        },
      },
      async (request) => {
        const named = request.params as Named
        const { keyOrId } = named
        const place = placeOf(named)
        const id = await elementBuilder.addPart(callerOf(request), keyOrId, place, request.body)
        return presentPart(await elementOf(elements, request, keyOrId), place, id)
      },
    )

    app.put(
      `${path}/:partId`,
      {
        schema: {
          summary: `Replace a ${form.noun}`,
          tags,
          params: partParams,
          body: AnyObject,
          response: answers(AnyObject),
        },
      },
      async (request) => {
        const named = request.params as Named
        const { keyOrId } = named
        const [place, id] = [placeOf(named), idOf(named)]
        await elementBuilder.replacePart(callerOf(request), keyOrId, place, id, request.body)
        return presentPart(await elementOf(elements, request, keyOrId), place, id)
      },
    )

    app.delete(
      `${path}/:partId`,
      {
        schema: {
          summary: `Remove a ${form.noun}`,
          tags,
          params: partParams,
          response: answersNothing,
        },
      },
      async (request, reply) => {
        const named = request.params as Named
        const [place, id] = [placeOf(named), idOf(named)]
        await elementBuilder.removePart(callerOf(request), named.keyOrId, place, id)
        return reply.send(undefined)
      },
    )
  }
}
