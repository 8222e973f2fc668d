/** The categories of elements. Public, like the catalogue. */
import { Type } from 'typebox'
import type { Catalogue, Hub } from '../../catalog/catalogue.ts'
import { presentElement } from '../../catalog/present.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { AnyObject, answers, notFound } from '../schemas.ts'

const HubParams = Type.Object({ hub: Type.String({ description: 'Key of a hub' }) })

const HubSchema = Type.Object(
  {
    id: Type.Integer(),
    key: Type.String(),
    name: Type.String(),
    description: Type.String(),
    active: Type.Boolean(),
    videoLink: Type.String(),
    resources: Type.Optional(Type.Array(AnyObject, { description: 'With hydrate=true' })),
  },
  { title: 'Hub' },
)

export function hubRoutes(app: HttpApp, { catalogue }: HttpDependencies): void {
  app.get(
    '/hubs',
    {
      schema: {
        summary: 'The hubs: categories of elements',
        tags: ['Hubs'],
        querystring: Type.Object({ hydrate: Type.Optional(Type.String()) }),
        response: answers(Type.Array(HubSchema)),
      },
    },
    async ({ query }) =>
      booleanParameter(query, 'hydrate') === true
        ? catalogue.hubs.map((hub) => ({ ...hub, resources: resourcesOf(catalogue, hub) }))
        : [...catalogue.hubs],
  )

  app.get(
    '/hubs/keys',
    {
      schema: {
        summary: 'The keys of the hubs',
        tags: ['Hubs'],
        response: answers(Type.Array(Type.String())),
      },
    },
    async () => catalogue.hubs.map((hub) => hub.key),
  )

  app.get(
    '/hubs/:hub',
    {
      schema: {
        summary: 'One hub',
        tags: ['Hubs'],
        params: HubParams,
        response: answers(HubSchema),
      },
    },
    async ({ params }) => hubOf(catalogue, params.hub),
  )

  app.get(
    '/hubs/:hub/elements',
    {
      schema: {
        summary: 'The elements of a hub',
        tags: ['Hubs'],
        params: HubParams,
        response: answers(Type.Array(AnyObject)),
      },
    },
    async ({ params }) => {
      const { key } = hubOf(catalogue, params.hub)
      return elementsOf(catalogue, key).map(({ definition }) => presentElement(definition))
    },
  )
  modelRoutes(app, catalogue)
}

/** Where a hub's model is served. */
function modelRoutes(app: HttpApp, catalogue: Catalogue): void {
  app.get(
    '/hubs/:hub/normalized-models',
    {
      schema: {
        summary: 'The objects of the normalised model of a hub',
        description: 'Calls with Elements-Normalized: true speak it (docs/reference/crm-model.md).',
        tags: ['Hubs'],
        params: HubParams,
        response: answers(Type.Array(Type.String())),
      },
    },
    async ({ params }) => [...catalogue.modelsOf(hubOf(catalogue, params.hub).key).keys()],
  )

  app.get(
    '/hubs/:hub/normalized-models/:objectName',
    {
      schema: {
        summary: 'The JSON Schema of an object of the normalised model',
        tags: ['Hubs'],
        params: Type.Object({ ...HubParams.properties, objectName: Type.String() }),
        response: answers(AnyObject),
      },
    },
    async ({ params: { hub, objectName } }) => {
      const schema = catalogue.modelsOf(hubOf(catalogue, hub).key).get(objectName)
      if (schema === undefined) throw notFound(`normalised object of the hub ${hub}`, objectName)
      return schema
    },
  )
}

function hubOf(catalogue: Catalogue, key: string): Hub {
  const hub = catalogue.hubs.find((one) => one.key === key)
  if (hub === undefined) throw notFound('hub', key)
  return hub
}

function elementsOf(catalogue: Catalogue, hub: string) {
  return catalogue.list().filter(({ definition }) => definition.hub === hub)
}

/** What the elements of a hub offer between them: each method and path once. */
function resourcesOf(catalogue: Catalogue, hub: Hub) {
  const resources = elementsOf(catalogue, hub.key)
    .flatMap((element) => element.plan().resources)
    .filter((resource) => resource.callable)
    .map(({ method, path }) => [`${method} ${path}`, { method, path }] as const)
  return [...new Map(resources).values()]
}
