/** Elements to be read. The catalogue is public: what ships with the product is no secret. */
import { Type } from 'typebox'
import type { JsonObject } from '../../catalog/json.ts'
import { elementMetadata } from '../../catalog/metadata.ts'
import {
  exportElement,
  exportExtension,
  presentElement,
  presentElementAbridged,
} from '../../catalog/present.ts'
import type { KnownElement, ListedElement } from '../../runtime/elements/elements-port.ts'
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
import { ElementSchema } from '../presenters/element-schema.ts'
import { AnyObject, answers, ElementParams, pagingParameters, whereParameter } from '../schemas.ts'
import { elementOf, viewerOfRequest } from './known-elements.ts'

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

function listRoutes(app: HttpApp, { elements, settings }: HttpDependencies): void {
  app.get(
    '/elements',
    {
      schema: {
        summary: "The elements of the catalogue and the organization's own; never 404",
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
      const listed = await elements.list(viewerOfRequest(request))
      const matching = listed.filter((element) => where.matches(filterRow(element)))
      const { rows, outcome } = slicePage(page, matching)
      writePage(reply, page, outcome)
      return isShort(page, where)
        ? rows.map(filterRow)
        : (await opened(rows)).map(({ definition }) => presentElement(definition))
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
    async (request) => (await elements.list(viewerOfRequest(request))).map(({ head }) => head.key),
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
      const { rows, outcome } = slicePage(page, await elements.list(viewerOfRequest(request)))
      writePage(reply, page, outcome)
      const expand = booleanParameter(page.query, 'expand') !== false
      return (await opened(rows)).map((element) => elementMetadata(element.plan(), { expand }))
    },
  )
}

function singleRoutes(app: HttpApp, { elements }: HttpDependencies): void {
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
    async (request) =>
      presentElement((await elementOf(elements, request, request.params.keyOrId)).definition),
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
    async (request) => {
      const element = await elementOf(elements, request, request.params.keyOrId)
      const expand = booleanParameter(request.query, 'expand') === true
      return elementMetadata(element.plan(), { expand })
    },
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
    async (request) => {
      const element = await elementOf(elements, request, request.params.keyOrId)
      const { definition, extension = {}, isPrivate } = element
      const isWhole = isPrivate || booleanParameter(request.query, 'extendedOnly') !== true
      return isWhole ? exportElement(definition) : exportExtension(definition, extension)
    },
  )
}

/** What `where` sees: members that an element leaves out have the value that the wire shows for them. */
function filterRow({ head }: ListedElement): JsonObject {
  return presentElementAbridged(head)
}

function isShort(page: PageRequest, where: Where): boolean {
  return where.abridged || booleanParameter(page.query, 'abridged') === true
}

/** The elements themselves, without those that were deleted meanwhile. */
async function opened(rows: readonly ListedElement[]): Promise<readonly KnownElement[]> {
  const elements = await Promise.all(rows.map((row) => row.open()))
  return elements.filter((element) => element !== undefined)
}
