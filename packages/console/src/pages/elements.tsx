import { Badge, Group, NativeSelect, Skeleton, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Hub } from '@valence/sdk'
import { authenticationName, type ElementView } from '../api/element.ts'
import { elementsQuery, hubsQuery } from '../api/queries.ts'
import { ElementLogo } from '../components/element-logo.tsx'
import { Empty } from '../components/empty.tsx'
import { SearchIcon } from '../components/icons.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import classes from './elements.module.css'

const route = getRouteApi('/shell/elements')

export function ElementsPage() {
  const elements = useQuery(elementsQuery)
  const hubs = useQuery(hubsQuery)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: Record<string, string>) =>
    navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  const all = elements.data ?? []
  const shown = all.filter((element) => matches(element, search))
  return (
    <Page
      title="Elements"
      intro="An element knows how to talk to one vendor. Choose one to connect an account of yours or of a customer."
    >
      <search>
        <Group className={classes.filters} gap="sm" align="flex-end">
          <TextInput
            className={classes.search}
            label="Search"
            type="search"
            placeholder="Name or what it does"
            leftSection={<SearchIcon />}
            defaultValue={search.q ?? ''}
            onChange={(event) => set({ q: event.currentTarget.value })}
          />
          <NativeSelect
            label="Hub"
            value={search.hub ?? ''}
            onChange={(event) => set({ hub: event.currentTarget.value })}
            data={[{ value: '', label: 'All hubs' }, ...hubOptions(all, hubs.data)]}
          />
          <NativeSelect
            label="Authentication"
            value={search.auth ?? ''}
            onChange={(event) => set({ auth: event.currentTarget.value })}
            data={[{ value: '', label: 'Any' }, ...authenticationOptions(all)]}
          />
        </Group>
      </search>
      {elements.isError && <Problem error={elements.error} title="The elements cannot be shown" />}
      {elements.isPending && <Skeletons />}
      {elements.isSuccess && shown.length > 0 && (
        <ul className={classes.cards}>
          {shown.map((element) => (
            <ElementCard key={element.key} element={element} hubs={hubs.data} />
          ))}
        </ul>
      )}
      {elements.isSuccess && shown.length === 0 && <NothingFound isFiltered={all.length > 0} />}
      <div role="status" className="visually-hidden">
        {elements.isSuccess && `${shown.length} elements`}
      </div>
    </Page>
  )
}

function ElementCard({
  element,
  hubs,
}: {
  readonly element: ElementView
  readonly hubs: readonly Hub[] | undefined
}) {
  return (
    <li className={classes.card}>
      <Group gap="sm" wrap="nowrap">
        <ElementLogo elementKey={element.key} />
        <div>
          <h2 className={classes.name}>
            <Link to="/elements/$key" params={{ key: element.key }} className={classes.link}>
              {element.name}
            </Link>
          </h2>
          <Text size="sm" c="dimmed">
            {hubName(hubs, element.hub)} · {authenticationName(element.authentication)}
          </Text>
        </div>
        {element.isBeta && (
          <Badge color="gray" variant="light" ml="auto" tt="none">
            Beta
          </Badge>
        )}
      </Group>
      <Text size="sm" mt="sm" lineClamp={4}>
        {element.description}
      </Text>
    </li>
  )
}

function NothingFound({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No element matches" action={<Link to="/elements">Show all elements</Link>}>
        Try another word, or take the filters away.
      </Empty>
    )
  return (
    <Empty title="The catalogue is empty">
      Elements are folders below <code>elements/</code> of the server, each with an{' '}
      <code>element.json</code>. The server reads them when it starts.
    </Empty>
  )
}

function Skeletons() {
  return (
    <div className={classes.cards} aria-busy="true">
      {[1, 2, 3].map((one) => (
        <Skeleton key={one} h={150} />
      ))}
    </div>
  )
}

function matches(element: ElementView, search: { q?: string; hub?: string; auth?: string }) {
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const text = `${element.name} ${element.key} ${element.hub} ${element.description}`.toLowerCase()
  return (
    words.every((word) => text.includes(word)) &&
    (!search.hub || element.hub === search.hub) &&
    (!search.auth || element.authentication === search.auth)
  )
}

function hubName(hubs: readonly Hub[] | undefined, key: string): string {
  return hubs?.find((hub) => hub.key === key)?.name ?? key
}

/** Hubs that have an element. */
function hubOptions(elements: readonly ElementView[], hubs: readonly Hub[] | undefined) {
  return [...new Set(elements.map(({ hub }) => hub))]
    .map((key) => ({ value: key, label: hubName(hubs, key) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

function authenticationOptions(elements: readonly ElementView[]) {
  return [...new Set(elements.map(({ authentication }) => authentication))].map((type) => ({
    value: type,
    label: authenticationName(type),
  }))
}
