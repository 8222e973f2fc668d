import { Anchor, Button, Group, Skeleton, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import type { ConfigurationEntry, Instance } from '@valence/sdk'
import type { FormEvent } from 'react'
import { api } from '../api/client.ts'
import type { ElementView } from '../api/element.ts'
import { configurationQuery, elementQuery, instanceQuery } from '../api/queries.ts'
import { queryClient } from '../api/query-client.ts'
import {
  ConfigurationFields,
  type FormField,
  readConfiguration,
} from '../components/configuration-fields.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { readTags } from '../components/tags.ts'

const route = getRouteApi('/shell/instances/$id/edit')

export function InstanceEditPage() {
  const { id } = route.useParams()
  const instance = useQuery(instanceQuery(id))
  const configuration = useQuery(configurationQuery(id))
  const element = useQuery({
    ...elementQuery(instance.data?.element.key ?? ''),
    enabled: instance.data !== undefined,
  })
  const error = instance.error ?? configuration.error ?? element.error
  const up = {
    label: instance.data?.name ?? id,
    link: { to: '/instances/$id', params: { id } },
  } as const
  return (
    <Page title="Edit instance" up={up} isNarrow>
      {error && <Problem error={error} title="This instance cannot be edited" />}
      {instance.data && configuration.data && element.data ? (
        <EditForm instance={instance.data} fields={fieldsOf(element.data, configuration.data)} />
      ) : (
        !error && <Skeleton h={420} />
      )}
    </Page>
  )
}

function EditForm({
  instance,
  fields,
}: {
  readonly instance: Instance
  readonly fields: readonly FormField[]
}) {
  const router = useRouter()
  const id = String(instance.id)
  const save = useMutation({
    mutationFn: (body: { name: string; tags: string[]; configuration: Record<string, string> }) =>
      api.call('PATCH /instances/{id}', { path: { id }, body }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['instances'] })
      await router.navigate({ to: '/instances/$id', params: { id } })
      notifications.show({ message: 'Saved.' })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({
      name: String(form.get('name')),
      tags: readTags(form.get('tags')),
      configuration: changesOf(readConfiguration(form), fields),
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput name="name" label="Name" required defaultValue={instance.name} />
        <TextInput
          name="tags"
          label="Tags"
          description="Separated by commas"
          defaultValue={instance.tags.join(', ')}
          autoComplete="off"
        />
        <ConfigurationFields fields={fields} />
        {save.isError && <Problem error={save.error} title="Not saved" />}
        <Group>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          <Anchor
            size="sm"
            renderRoot={(props) => <Link {...props} to="/instances/$id" params={{ id }} />}
          >
            Cancel
          </Anchor>
        </Group>
      </Stack>
    </form>
  )
}

/** Stored secrets stand there as asterisks; the server takes these for "as before". */
function fieldsOf(element: ElementView, entries: readonly ConfigurationEntry[]): FormField[] {
  const values = new Map(entries.map(({ key, propertyValue }) => [key, propertyValue ?? '']))
  return element.fields.map((field) => ({
    ...field,
    isRequired: field.isRequired && Boolean(values.get(field.key)),
    defaultValue: values.get(field.key) ?? field.defaultValue,
  }))
}

/** Only what differs is sent, and what was emptied. */
function changesOf(
  values: Record<string, string>,
  fields: readonly FormField[],
): Record<string, string> {
  return Object.fromEntries(
    fields
      .map(({ key, defaultValue }) => [key, values[key] ?? '', defaultValue] as const)
      .filter(([, value, before]) => value !== before)
      .map(([key, value]) => [key, value]),
  )
}
