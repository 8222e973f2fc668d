/** Requests as the activity page shows them: read from the server page by page, and heard of as they happen. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiError, type Usage } from '@valence/sdk'
import { api } from './client.ts'

/** What of the requests is wanted; absent members mean all. */
export interface UsageFilter {
  /** Id of an instance. */
  readonly instance?: string
  /** Key of an element. */
  readonly element?: string
  readonly method?: string
  /** `success`, `failed`, a class such as `4xx`, or a status such as `404`. */
  readonly status?: string
  /** Part of the path. */
  readonly q?: string
}

export const usageQuery = (filter: UsageFilter) =>
  infiniteQueryOptions({
    queryKey: ['usage', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.list('GET /usage', {
        query: {
          pageSize: '50',
          nextPage: pageParam,
          elementInstanceId: filter.instance ?? '',
          elementKey: filter.element ?? '',
          method: filter.method ?? '',
          status: filter.status ?? '',
          searchText: filter.q ?? '',
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextPage,
  })

/** One request. Records are written in batches: a fresh one may be missing for a moment. */
export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['usage', id],
    queryFn: async () => (await api.call('GET /usage/{id}', { path: { id } })).body,
    retry: (failures, error) => failures < 3 && error instanceof ApiError && error.status === 404,
    retryDelay: 1_000,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Does a request that was just heard of belong to the list? As the server filters. */
export function isWanted(usage: Usage, filter: UsageFilter): boolean {
  const { instance, element, method, status, q } = filter
  return (
    (!instance || String(usage.element_instance_id) === instance) &&
    (!element || usage.element_key === element) &&
    (!method || usage.request_method === method.toUpperCase()) &&
    (!status || hasStatus(usage.status_code, status)) &&
    (!q || usage.request_uri.toLowerCase().includes(q.toLowerCase()))
  )
}

function hasStatus(code: number, wanted: string): boolean {
  if (wanted === 'success') return code < 400
  if (wanted === 'failed') return code >= 400
  if (/^\dxx$/.test(wanted)) return Math.floor(code / 100) === Number(wanted[0])
  return String(code) === wanted
}

/** Newest first, each once: what was heard of and what was read overlap. */
export function mergeUsage(live: readonly Usage[], listed: readonly Usage[]): readonly Usage[] {
  const known = new Set(listed.map(({ traffic_id }) => traffic_id))
  return [...live.filter(({ traffic_id }) => !known.has(traffic_id)), ...listed].sort((a, b) =>
    b.traffic_date.localeCompare(a.traffic_date),
  )
}
