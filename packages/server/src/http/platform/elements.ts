/** The catalogue of elements. Public: what ships with the product is no secret. */
import { Type } from 'typebox'
import type { CatalogueElement } from '../../catalog/catalogue.ts'
import type { JsonObject } from '../../catalog/json.ts'
import { elementMetadata } from '../../catalog/metadata.ts'
import { exportElement, presentElement, presentElementAbridged } from '../../catalog/present.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { slicePage } from '../plugins/page-slice.ts'
import {
  booleanParameter,
  type PageRequest,
  readPage,
  singleParameter,
  writePage,
} from '../plugins/paging.ts'
import { readWhere, type Where } from '../plugins/where.ts'
import { AnyObject, answers, ElementParams, pagingParameters, whereParameter } from '../schemas.ts'
import { elementOf } from './catalogue-elements.ts'

const ElementSchema = Type.Unsafe<JsonObject>(
  Type.Object(
    { id: Type.Integer(), key: Type.String(), name: Type.String(), hub: Type.String() },
    { title: 'Element', additionalProperties: true },
  ),
)

const fields = new Set([
  'id',
  'key',
  'name',
  'hub',
  'description',
  'active',
  'deleted',
  'private',
  'extended',
  'extendable',
  'cloneable',
  'beta',
  'typeOauth',
  'trialAccount',
  'protocolType',
])

export function elementRoutes(app: HttpApp, deps: HttpDependencies): void {
  listRoutes(app, deps)
  singleRoutes(app, deps)
}

function listRoutes(app: HttpApp, { catalogue, settings }: HttpDependencies): void {
  app.get(
    '/elements',
    {
      schema: {
        summary: 'The elements of the catalogue; never 404',
        tags: ['Elements'],
        querystring: Type.Object({
          ...pagingParameters,
          ...whereParameter,
          abridged: Type.Optional(Type.String({ description: 'true: short forms' })),
        }),
        response: answers(Type.Array(ElementSchema)),
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, 'elements', settings)
      const where = readWhere(singleParameter(page.query, 'where'), fields)
      const matching = catalogue.list().filter((element) => where.matches(filterRow(element)))
      const { rows, outcome } = slicePage(page, matching)
      writePage(reply, page, outcome)
      return rows.map(presenterFor(page, where))
    },
  )

  app.get(
    '/elements/keys',
    {
      schema: {
        summary: 'The keys of the elements',
        tags: ['Elements'],
        response: answers(Type.Array(Type.String())),
      },
    },
    async () => [...catalogue.keys()],
  )

  app.get(
    '/elements/metadata',
    {
      schema: {
        summary: 'Facts about every element',
        tags: ['Elements'],
        querystring: Type.Object({
          ...pagingParameters,
          expand: Type.Optional(Type.String({ description: 'false: identity and events only' })),
        }),
        response: answers(Type.Array(AnyObject)),
      },
    },
    async (request, reply) => {
      const page = readPage(request.query, 'elements-metadata', settings)
      const { rows, outcome } = slicePage(page, catalogue.list())
      writePage(reply, page, outcome)
      const expand = booleanParameter(page.query, 'expand') !== false
      return rows.map((element) => elementMetadata(element.plan(), { expand }))
    },
  )
}

function singleRoutes(app: HttpApp, { catalogue }: HttpDependencies): void {
  app.get(
    '/elements/:keyOrId',
    {
      schema: {
        summary: 'One element, whole',
        tags: ['Elements'],
        params: ElementParams,
        response: answers(ElementSchema),
      },
    },
    async ({ params }) => presentElement(elementOf(catalogue, params.keyOrId).definition),
  )

  app.get(
    '/elements/:keyOrId/metadata',
    {
      schema: {
        summary: 'Facts about an element',
        tags: ['Elements'],
        params: ElementParams,
        querystring: Type.Object({ expand: Type.Optional(Type.String()) }),
        response: answers(AnyObject),
      },
    },
    async ({ params, query }) =>
      elementMetadata(elementOf(catalogue, params.keyOrId).plan(), {
        expand: booleanParameter(query, 'expand') === true,
      }),
  )

  app.get(
    '/elements/:keyOrId/export',
    {
      schema: {
        summary: 'An element in the portable form that can be imported elsewhere',
        tags: ['Elements'],
        params: ElementParams,
        querystring: Type.Object({
          extendedOnly: Type.Optional(
            Type.String({ description: 'true: only what accounts added to it' }),
          ),
        }),
        response: answers(AnyObject),
      },
    },
    async ({ params, query }) =>
      exportElement(elementOf(catalogue, params.keyOrId).definition, {
        extendedOnly: booleanParameter(query, 'extendedOnly') === true,
      }),
  )
}

/** What `where` sees: members that an element leaves out have the value that the wire shows for them. */
function filterRow({ definition }: CatalogueElement): object {
  return presentElementAbridged(definition)
}

function presenterFor(page: PageRequest, where: Where) {
  const isShort = where.abridged || booleanParameter(page.query, 'abridged') === true
  return ({ definition }: CatalogueElement) =>
    isShort ? presentElementAbridged(definition) : presentElement(definition)
}
