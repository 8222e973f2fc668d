import { Code, NativeSelect, Skeleton, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Instance } from '@valence/sdk'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { readObjectFields } from '../api/object-fields.ts'
import classes from './object-fields.module.css'
import { Problem } from './problem.tsx'

/** The vendor's objects of an instance, and the fields of the chosen one, custom fields among them. */
export function ObjectFields({
  instance,
  headingId,
}: {
  readonly instance: Instance
  readonly headingId: string
}) {
  const [chosen, setChosen] = useState('')
  const objects = useObjects(instance)
  const names = objects.data ?? []
  const name = chosen || (names[0] ?? '')
  return (
    <>
      <Title order={2} id={headingId} mb="xs">
        Objects and fields
      </Title>
      {objects.isError && <Problem error={objects.error} title="The objects cannot be shown" />}
      {objects.isPending && <Skeleton h={60} />}
      {objects.isSuccess && names.length === 0 && (
        <Text size="sm" c="dimmed">
          This element names no objects.
        </Text>
      )}
      {names.length > 0 && (
        <>
          <NativeSelect
            label="Object"
            value={name}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={names}
          />
          <Fields key={name} instance={instance} object={name} />
        </>
      )}
    </>
  )
}

function Fields({ instance, object }: { readonly instance: Instance; readonly object: string }) {
  const [filter, setFilter] = useState('')
  const fields = useFields(instance, object)
  if (fields.isError) return <Problem error={fields.error} title="The fields cannot be shown" />
  if (!fields.data) return <Skeleton h={360} mt="md" />
  const shown = fields.data.filter(({ path, name }) =>
    `${path} ${name}`.toLowerCase().includes(filter.toLowerCase()),
  )
  return (
    <>
      <TextInput
        mt="xs"
        type="search"
        label="Find a field"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      <Text size="sm" c="dimmed" mt="xs" role="status">
        {shown.length} of {fields.data.length} fields
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard */}
      <ul className={classes.fields} tabIndex={0} aria-label={`Fields of ${object}`}>
        {shown.map((field) => (
          <li key={field.path} className={classes.field}>
            <Code>{field.path}</Code>
            <Text size="xs" c="dimmed">
              {[field.type, field.isReadOnly && 'read only', field.isCustom && 'custom']
                .filter(Boolean)
                .join(' · ')}
              {field.vendorPath !== field.path && ` · vendor: ${field.vendorPath}`}
            </Text>
          </li>
        ))}
      </ul>
    </>
  )
}

function useObjects({ id, token, element, disabled }: Instance) {
  return useQuery({
    queryKey: ['instances', String(id), 'objects'],
    queryFn: async () => {
      const { body } = await api.call('GET /hubs/{hub}/objects', {
        path: { hub: element.hub },
        headers: { authorization: `Element ${token}` },
      })
      return Array.isArray(body) ? body.map(String) : []
    },
    enabled: !disabled,
    staleTime: 300_000,
  })
}

function useFields({ id, token, element }: Instance, object: string) {
  return useQuery({
    queryKey: ['instances', String(id), 'objects', object],
    queryFn: async () => {
      const { body } = await api.call('GET /hubs/{hub}/objects/{objectName}/metadata', {
        path: { hub: element.hub, objectName: object },
        headers: { authorization: `Element ${token}` },
      })
      return readObjectFields(body)
    },
    staleTime: 300_000,
  })
}
