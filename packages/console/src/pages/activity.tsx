import { Button, Group, NativeSelect, Skeleton, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { connectionsQuery, elementsQuery } from '../api/queries.ts'
import { mergeUsage, type UsageFilter, usageQuery } from '../api/usage.ts'
import { type Span, spanOf, spans, usageCountsQuery } from '../api/usage-counts.ts'
import { type LiveUsage, useLiveUsage } from '../api/use-live-usage.ts'
import { Empty } from '../components/empty.tsx'
import { PauseIcon, RefreshIcon } from '../components/icons.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { UsageFilters } from '../components/usage-filters.tsx'
import { UsageCards, UsageTable } from '../components/usage-list.tsx'

const route = getRouteApi('/shell/activity')

const Charts = lazy(async () => ({
  default: (await import('../components/usage-charts.tsx')).UsageCharts,
}))

/** Every request of the hubs, as it happens. */
export function ActivityPage() {
  const { span: spanKey, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: UsageFilter & { span?: string }) =>
    navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  const span = spanOf(spanKey)
  return (
    <Page
      title="Activity"
      intro="Every request to a hub, and what the vendor answered. Parameters that are secrets are not kept."
      actions={
        <NativeSelect
          aria-label="Charts show"
          value={span.key}
          onChange={(event) => set({ span: event.currentTarget.value })}
          data={spans.map(({ key, label }) => ({ value: key, label: `Charts: ${label}` }))}
        />
      }
    >
      <Counts span={span} />
      <Requests filter={filter} onFilter={set} />
    </Page>
  )
}

/** The charts keep their place while they load, so that the list below does not jump. */
function Counts({ span }: { readonly span: Span }) {
  const counts = useQuery({ ...usageCountsQuery(span), placeholderData: keepPreviousData })
  if (counts.isError) return <Problem error={counts.error} title="The charts cannot be shown" />
  if (counts.data?.length === 0)
    return (
      <Text c="dimmed" mb="xl">
        No request in {span.label}.
      </Text>
    )
  const waiting = <Skeleton h={320} mb="xl" />
  if (!counts.data) return waiting
  return (
    <Suspense fallback={waiting}>
      <Charts counts={counts.data} span={span.label} />
    </Suspense>
  )
}

interface RequestsProps {
  readonly filter: UsageFilter
  readonly onFilter: (change: UsageFilter) => void
}

function Requests({ filter, onFilter }: RequestsProps) {
  const [isPaused, setIsPaused] = useState(false)
  const list = useInfiniteQuery({ ...usageQuery(filter), placeholderData: keepPreviousData })
  const live = useLiveUsage(filter, isPaused)
  const elements = useQuery(elementsQuery)
  const connections = useQuery(connectionsQuery)
  const isWide = useMediaQuery('(min-width: 48em)')
  const listed = list.data?.pages.flatMap((page) => page.body) ?? []
  const usage = mergeUsage(live.heard, listed)
  const names = new Map(connections.data?.map(({ instanceId, name }) => [instanceId, name]))
  const List = isWide ? UsageTable : UsageCards
  return (
    <>
      <UsageFilters
        filter={filter}
        onChange={onFilter}
        elements={(elements.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        instances={[...names].map(([id, name]) => ({
          value: String(id),
          label: `${name} (${id})`,
        }))}
      />
      <Live live={live} isPaused={isPaused} onToggle={() => setIsPaused(!isPaused)} />
      {list.isError && <Problem error={list.error} title="The requests cannot be shown" />}
      {list.isPending && <Skeleton h={320} />}
      {usage.length > 0 && <List usage={usage} names={names} />}
      {list.isSuccess && usage.length === 0 && (
        <NoRequests isFiltered={Object.values(filter).some(Boolean)} />
      )}
      {list.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={list.isFetchingNextPage}
          onClick={() => list.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  )
}

const words = {
  connecting: 'Connecting…',
  live: 'Live: new requests appear by themselves.',
  interrupted: 'The line to the server is interrupted; trying again.',
} as const

function Live({
  live: { state, waiting },
  isPaused,
  onToggle,
}: {
  readonly live: LiveUsage
  readonly isPaused: boolean
  readonly onToggle: () => void
}) {
  return (
    <Group mb="sm" gap="sm">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={isPaused ? <RefreshIcon /> : <PauseIcon />}
        onClick={onToggle}
      >
        {isPaused ? 'Go on' : 'Pause'}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {isPaused ? `Paused. ${waiting} new since then.` : words[state]}
      </Text>
    </Group>
  )
}

function NoRequests({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No request matches" action={<Link to="/activity">Show all requests</Link>}>
        Take a filter away. New requests that match appear here by themselves.
      </Empty>
    )
  return (
    <Empty title="No request yet">
      Requests appear here as your applications make them, with an instance’s token, to paths such
      as <code>/hubs/crm/contacts</code>. To make one now, open the API docs of one of your{' '}
      <Link to="/instances">instances</Link> and choose “Try it out”.
    </Empty>
  )
}
