import { Button, Group, NativeSelect, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { useDebouncedCallback, useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { connectionsQuery, instancesQuery } from '../api/queries.ts'
import { Empty } from '../components/empty.tsx'
import { SearchIcon } from '../components/icons.tsx'
import { InstanceCards, InstanceTable } from '../components/instance-list.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import classes from './elements.module.css'

const route = getRouteApi('/shell/instances')

type Look = 'table' | 'cards'

export function InstancesPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: { q?: string; tag?: string }) =>
    navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  // Only typing waits: a tag chosen meanwhile must not take its place.
  const type = useDebouncedCallback((q: string) => set({ q }), 200)
  const isWide = useMediaQuery('(min-width: 48em)')
  const [look, setLook] = useLocalStorage<Look>({ key: 'valence.look', defaultValue: 'table' })
  const list = useInfiniteQuery({
    ...instancesQuery({
      ...(search.q ? { searchText: search.q } : {}),
      ...(search.tag ? { tags: [search.tag] } : {}),
    }),
    placeholderData: keepPreviousData,
  })
  const connections = useQuery(connectionsQuery)
  const instances = list.data?.pages.flatMap((page) => page.body) ?? []
  const isFiltered = Boolean(search.q || search.tag)
  const byId = new Map(connections.data?.map((one) => [one.instanceId, one]))
  const List = isWide && look === 'table' ? InstanceTable : InstanceCards
  return (
    <Page
      title="Instances"
      intro="One instance is one customer’s connection to one vendor. Valence keeps it alive."
      actions={
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/elements" />}>
          New instance
        </Button>
      }
    >
      <search>
        <Group className={classes.filters} align="flex-end" gap="sm">
          <TextInput
            className={classes.search}
            label="Search"
            type="search"
            placeholder="Part of the name"
            leftSection={<SearchIcon />}
            defaultValue={search.q ?? ''}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <NativeSelect
            label="Tag"
            value={search.tag ?? ''}
            onChange={(event) => set({ tag: event.currentTarget.value })}
            data={[
              { value: '', label: 'All' },
              ...tagsOf(instances, search.tag).map((tag) => ({ value: tag, label: tag })),
            ]}
          />
          {isWide && (
            <SegmentedControl
              aria-label="Show as"
              value={look}
              onChange={(value) => setLook(value === 'cards' ? 'cards' : 'table')}
              data={[
                { value: 'table', label: 'Table' },
                { value: 'cards', label: 'Cards' },
              ]}
            />
          )}
        </Group>
      </search>
      {list.isError && <Problem error={list.error} title="The instances cannot be shown" />}
      {list.isPending && <Skeleton h={240} />}
      {instances.length > 0 && <List instances={instances} connections={byId} />}
      {list.isSuccess && instances.length === 0 && <NoInstances isFiltered={isFiltered} />}
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
      <div role="status" className="visually-hidden">
        {list.isSuccess && `${instances.length} instances shown`}
      </div>
    </Page>
  )
}

function NoInstances({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No instance matches" action={<Link to="/instances">Show all instances</Link>}>
        Try another word, or another tag.
      </Empty>
    )
  return (
    <Empty
      title="No instance yet"
      action={
        <Button mt="xs" renderRoot={(props) => <Link {...props} to="/elements" />}>
          Choose an element
        </Button>
      }
    >
      Choose an element, authenticate with the vendor, and you get an instance: an id and a token
      your application makes requests with. To let a customer connect an account without signing in
      here, make a <Link to="/connect-links">connect link</Link>.
    </Empty>
  )
}

/** Tags of what is shown, and the one that is filtered by. */
function tagsOf(instances: readonly { readonly tags: readonly string[] }[], chosen?: string) {
  const tags = new Set(instances.flatMap((instance) => instance.tags))
  if (chosen) tags.add(chosen)
  return [...tags].sort()
}
