/** What the console reads, each with the key it is remembered by. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiError } from '@valence/sdk'
import { api, readSession } from './client.ts'
import { readElement } from './element.ts'

const minute = 60_000

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 5 * minute,
})

/** The catalogue without what only an element's own page shows: whole definitions are more than the console itself. */
export const elementsQuery = queryOptions({
  queryKey: ['elements'],
  queryFn: async () => {
    const query = { abridged: 'true', pageSize: '2000' }
    return (await api.call('GET /elements', { query })).body.map(readElement)
  },
  staleTime: 5 * minute,
})

export const hubsQuery = queryOptions({
  queryKey: ['hubs'],
  queryFn: async () => (await api.call('GET /hubs')).body,
  staleTime: 60 * minute,
})

export const elementQuery = (key: string) =>
  queryOptions({
    queryKey: ['elements', key],
    queryFn: async () =>
      readElement((await api.call('GET /elements/{keyOrId}', { path: { keyOrId: key } })).body),
    staleTime: 5 * minute,
  })

/** The element's notes; empty when it has none. */
export const readmeQuery = (key: string) =>
  queryOptions({
    queryKey: ['elements', key, 'readme'],
    queryFn: async () => {
      try {
        const path = { keyOrId: key }
        return (await api.call('GET /elements/{keyOrId}/readme', { path })).body ?? ''
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return ''
        throw error
      }
    },
    staleTime: 5 * minute,
  })

/** Has the operator set an application of theirs for everybody? Then a person needs none of their own. */
export const operatorAppQuery = (key: string) =>
  queryOptions({
    queryKey: ['elements', key, 'operator-app'],
    queryFn: async () => {
      try {
        await api.call('GET /elements/{keyOrId}/oauth/url', { path: { keyOrId: key } })
        return true
      } catch (error) {
        if (error instanceof ApiError && error.status === 400) return false
        throw error
      }
    },
    staleTime: 5 * minute,
  })

export interface InstanceFilter {
  readonly searchText?: string
  readonly tags?: readonly string[]
}

export const instancesQuery = (filter: InstanceFilter) =>
  infiniteQueryOptions({
    queryKey: ['instances', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.list('GET /instances', {
        query: {
          pageSize: '50',
          searchText: filter.searchText ?? '',
          'tags[]': [...(filter.tags ?? [])],
          nextPage: pageParam,
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPage,
  })

export const instanceQuery = (id: string) =>
  queryOptions({
    queryKey: ['instances', id],
    queryFn: async () => (await api.call('GET /instances/{id}', { path: { id } })).body,
  })

/** How the connections of all instances are doing. */
export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: async () => (await api.list('GET /connections', { query: { pageSize: '2000' } })).body,
  refetchInterval: 30_000,
})

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['instances', id, 'connection'],
    queryFn: async () => (await api.call('GET /instances/{id}/connection', { path: { id } })).body,
    refetchInterval: 15_000,
  })

export const configurationQuery = (id: string) =>
  queryOptions({
    queryKey: ['instances', id, 'configuration'],
    queryFn: async () =>
      (await api.call('GET /instances/{id}/configuration', { path: { id } })).body,
  })

export const instanceDocsQuery = (id: string) =>
  queryOptions({
    queryKey: ['instances', id, 'docs'],
    queryFn: async () => (await api.call('GET /instances/{id}/docs', { path: { id } })).body,
    staleTime: 5 * minute,
  })

export const elementDocsQuery = (keyOrId: string) =>
  queryOptions({
    queryKey: ['elements', keyOrId, 'docs'],
    queryFn: async () =>
      (await api.call('GET /elements/{keyOrId}/docs', { path: { keyOrId } })).body,
    staleTime: 5 * minute,
  })

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: async () => (await api.call('GET /organizations/me')).body,
})

export const connectLinksQuery = infiniteQueryOptions({
  queryKey: ['connect-links'],
  queryFn: ({ pageParam, signal }) =>
    api.list('GET /connect-links', { query: { pageSize: '100', nextPage: pageParam }, signal }),
  initialPageParam: '',
  getNextPageParam: (page) => page.nextPage,
})
