import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import type { UsageFilter } from '../api/usage.ts'
import classes from '../pages/elements.module.css'
import { SearchIcon } from './icons.tsx'

interface Option {
  readonly value: string
  readonly label: string
}

interface FiltersProps {
  readonly filter: UsageFilter
  readonly onChange: (change: UsageFilter) => void
  readonly elements: readonly Option[]
  readonly instances: readonly Option[]
}

const all = { value: '', label: 'All' }
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const statuses = [
  { value: 'success', label: 'Succeeded' },
  { value: 'failed', label: 'Failed' },
  { value: '4xx', label: '4xx' },
  { value: '5xx', label: '5xx' },
  { value: '401', label: '401' },
  { value: '404', label: '404' },
  { value: '429', label: '429' },
]

/** What of the requests is shown. It stands in the page's address, so it can be passed on. */
export function UsageFilters({ filter, onChange, elements, instances }: FiltersProps) {
  const type = useDebouncedCallback((q: string) => onChange({ q }), 200)
  return (
    <search>
      <Group className={classes.filters} gap="sm" align="flex-end">
        <TextInput
          className={classes.search}
          label="Path"
          type="search"
          placeholder="Part of the path"
          leftSection={<SearchIcon />}
          defaultValue={filter.q ?? ''}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <NativeSelect
          label="Method"
          value={filter.method ?? ''}
          onChange={(event) => onChange({ method: event.currentTarget.value })}
          data={[all, ...methods]}
        />
        <NativeSelect
          label="Status"
          value={filter.status ?? ''}
          onChange={(event) => onChange({ status: event.currentTarget.value })}
          data={[all, ...withChosen(statuses, filter.status)]}
        />
        <NativeSelect
          label="Element"
          value={filter.element ?? ''}
          onChange={(event) => onChange({ element: event.currentTarget.value })}
          data={[all, ...withChosen(elements, filter.element)]}
        />
        <NativeSelect
          label="Instance"
          value={filter.instance ?? ''}
          onChange={(event) => onChange({ instance: event.currentTarget.value })}
          data={[all, ...withChosen(instances, filter.instance)]}
        />
      </Group>
    </search>
  )
}

/** An address may name what is not among the choices, such as an instance that was deleted. */
function withChosen(options: readonly Option[], chosen: string | undefined): Option[] {
  const isKnown = !chosen || options.some(({ value }) => value === chosen)
  return isKnown ? [...options] : [...options, { value: chosen, label: chosen }]
}
