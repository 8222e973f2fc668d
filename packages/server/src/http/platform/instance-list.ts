/** Lists of instances. An empty one answers 404, as clients of this API expect. */
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { presentElementAbridged } from '../../catalog/present.ts'
import type { Caller } from '../../runtime/caller.ts'
import type { InstanceView } from '../../runtime/connections-port.ts'
import type { InstanceFilter } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { FilterQuery } from '../plugins/page-token.ts'
import {
  arrayParameter,
  booleanParameter,
  type PageRequest,
  readPage,
  singleParameter,
  writePage,
} from '../plugins/paging.ts'
import { scanPage } from '../plugins/scan.ts'
import { readWhere } from '../plugins/where.ts'
import { type PresentedInstance, presentInstance } from '../presenters/instance.ts'
import { nothingFound, pagingParameters, whereParameter } from '../schemas.ts'
import type { ShowInstances } from './show-instances.ts'

const texts = Type.Union([Type.String(), Type.Array(Type.String())])

/** Query parameters of lists of instances. */
export const instanceListParameters = Type.Object({
  ...pagingParameters,
  ...whereParameter,
  'tags[]': Type.Optional(texts),
  tags: Type.Optional(texts),
  searchText: Type.Optional(Type.String({ description: 'The name contains this' })),
  hydrate: Type.Optional(Type.String({ description: 'false: short forms' })),
})

const fields = new Set([
  'id',
  'name',
  'createdDate',
  'elementId',
  'element.id',
  'element.key',
  'element.name',
  'element.hub',
  'disabled',
  'valid',
  'eventsEnabled',
  'traceLoggingEnabled',
])

/** One list, as asked for. */
export interface InstanceListRequest {
  readonly caller: Caller
  readonly query: unknown
  /** Only instances of this element. */
  readonly elementId?: number
}

/** Answer a page of instances. @throws {ValenceError} `nothing_found` when there is none at all. */
export function createInstanceList(deps: HttpDependencies, show: ShowInstances) {
  return async (asked: InstanceListRequest, reply: FastifyReply): Promise<PresentedInstance[]> => {
    const name = `instances ${asked.elementId ?? ''}`
    const page = readPage(asked.query, name, deps.settings)
    const { views, outcome } = await readViews(deps, asked, page)
    if (views.length === 0 && outcome.next === undefined) throw nothingFound('element instances')
    writePage(reply, page, outcome)
    const hydrate = booleanParameter(page.query, 'hydrate') !== false
    return show.many(asked.caller, views, { hydrate })
  }
}

async function readViews(deps: HttpDependencies, asked: InstanceListRequest, page: PageRequest) {
  const filter = filterOf(page.query, asked.elementId)
  const where = readWhere(singleParameter(page.query, 'where'), fields)
  const isFiltered = singleParameter(page.query, 'where') !== undefined
  let total: number | undefined
  const { rows, outcome } = await scanPage(page, {
    read: async (rowsAfter) => {
      const listed = await deps.connections.list(asked.caller, filter, rowsAfter)
      total ??= listed.total
      return Promise.all(
        listed.views.map(async (view) => ({
          id: view.instance.id,
          view,
          row: isFiltered ? await filterRow(deps, view) : view,
        })),
      )
    },
    matches: ({ row }) => where.matches(row),
  })
  return {
    views: rows.map(({ view }) => view),
    outcome: isFiltered ? outcome : { ...outcome, total },
  }
}

function filterOf(query: FilterQuery, elementId: number | undefined): InstanceFilter {
  const tags = arrayParameter(query, 'tags')
  const searchText = singleParameter(query, 'searchText')
  return {
    ...(tags.length > 0 ? { tags } : {}),
    ...(searchText === undefined ? {} : { searchText }),
    ...(elementId === undefined ? {} : { elementId }),
  }
}

async function filterRow({ elements }: HttpDependencies, view: InstanceView): Promise<object> {
  const element = await elements.ofInstance(view.instance)
  return presentInstance(view, {
    element: element && presentElementAbridged(element.definition),
    user: undefined,
    hydrate: false,
  })
}
