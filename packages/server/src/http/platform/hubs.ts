/** The categories of elements. Public, like the catalogue. */
import { Type } from 'typebox'
import type { Hub } from '../../catalog/catalogue.ts'
import { presentElement } from '../../catalog/present.ts'
import type { Elements, KnownElement, Viewer } from '../../runtime/elements/elements-port.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { booleanParameter } from '../plugins/paging.ts'
import { AnyObject, answers, notFound } from '../schemas.ts'
import { viewerOfRequest } from './known-elements.ts'

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

export function hubRoutes(app: HttpApp, { elements }: HttpDependencies): void {
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
    async (request) => {
      if (booleanParameter(request.query, 'hydrate') !== true) return [...elements.hubs]
      const viewer = viewerOfRequest(request)
      return Promise.all(
        elements.hubs.map(async (hub) => ({
          ...hub,
          resources: resourcesOf(await elementsOf(elements, viewer, hub.key)),
        })),
      )
    },
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
    async () => elements.hubs.map((hub) => hub.key),
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
    async ({ params }) => hubOf(elements, params.hub),
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
    async (request) => {
      const { key } = hubOf(elements, request.params.hub)
      const found = await elementsOf(elements, viewerOfRequest(request), key)
      return found.map(({ definition }) => presentElement(definition))
    },
  )
  modelRoutes(app, elements)
}

/** Where a hub's model is served. */
function modelRoutes(app: HttpApp, elements: Elements): void {
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
    async ({ params }) => [...elements.modelsOf(hubOf(elements, params.hub).key).keys()],
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
      const schema = elements.modelsOf(hubOf(elements, hub).key).get(objectName)
      if (schema === undefined) throw notFound(`normalised object of the hub ${hub}`, objectName)
      return schema
    },
  )
}

function hubOf({ hubs }: Elements, key: string): Hub {
  const hub = hubs.find((one) => one.key === key)
  if (hub === undefined) throw notFound('hub', key)
  return hub
}

async function elementsOf(
  elements: Elements,
  viewer: Viewer | undefined,
  hub: string,
): Promise<readonly KnownElement[]> {
  const listed = (await elements.list(viewer)).filter(({ head }) => head.hub === hub)
  const opened = await Promise.all(listed.map((one) => one.open()))
  return opened.filter((element) => element !== undefined)
}

/** What the elements of a hub offer between them: each method and path once. */
function resourcesOf(elements: readonly KnownElement[]) {
  const resources = elements
    .flatMap((element) => element.plan().resources)
    .filter((resource) => resource.callable)
    .map(({ method, path }) => [`${method} ${path}`, { method, path }] as const)
  return [...new Map(resources).values()]
}
