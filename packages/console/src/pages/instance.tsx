import { Button, Code, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiError, type ConnectionState, type Instance } from '@valence/sdk'
import { configurationQuery, connectionQuery, instanceQuery } from '../api/queries.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { DeleteInstance } from '../components/delete-instance.tsx'
import { EnableSwitch } from '../components/enable-switch.tsx'
import { Facts } from '../components/facts.tsx'
import { Moment } from '../components/moment.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { ReAuthenticate } from '../components/re-authenticate.tsx'
import { Secret } from '../components/secret.tsx'
import { StatusBadge, StatusDetails } from '../components/status-badge.tsx'
import { TagList } from '../components/tag-list.tsx'

const route = getRouteApi('/shell/instances/$id')
const up = { label: 'Instances', link: { to: '/instances' } } as const

export function InstancePage() {
  const { id } = route.useParams()
  const instance = useQuery(instanceQuery(id))
  const connection = useQuery(connectionQuery(id))
  if (instance.isError)
    return (
      <Page title={`Instance ${id}`} up={up}>
        <Problem error={instance.error} title="This instance cannot be shown">
          {instance.error instanceof ApiError && instance.error.status === 404 && (
            <Text size="sm" mt={4}>
              It may have been deleted.
            </Text>
          )}
        </Problem>
      </Page>
    )
  if (!instance.data)
    return (
      <Page title={`Instance ${id}`} up={up}>
        <Skeleton h={400} />
      </Page>
    )
  return <InstanceView instance={instance.data} connection={connection.data} />
}

interface ViewProps {
  readonly instance: Instance
  readonly connection: ConnectionState | undefined
}

function InstanceView({ instance, connection }: ViewProps) {
  const id = String(instance.id)
  const health = { disabled: instance.disabled, connection }
  return (
    <Page
      title={instance.name}
      up={up}
      actions={
        <>
          <Button
            variant="default"
            renderRoot={(props) => <Link {...props} to="/instances/$id/edit" params={{ id }} />}
          >
            Edit
          </Button>
          <Button
            renderRoot={(props) => <Link {...props} to="/instances/$id/docs" params={{ id }} />}
          >
            API docs
          </Button>
        </>
      }
    >
      <Stack gap="xl">
        <section aria-labelledby="connection">
          <Title order={2} id="connection" mb="sm">
            Connection
          </Title>
          <Stack gap="sm" align="flex-start">
            <StatusBadge {...health} />
            <StatusDetails {...health} />
            <Group gap="xs">
              <ReAuthenticate
                instance={instance}
                isNeeded={connection?.state === 'needs_reauthorization'}
              />
              <EnableSwitch instance={instance} />
              <Button
                variant="default"
                renderRoot={(props) => <Link {...props} to="/activity" search={{ instance: id }} />}
              >
                Activity
              </Button>
            </Group>
          </Stack>
        </section>
        <section aria-labelledby="instance">
          <Title order={2} id="instance" mb="sm">
            Instance
          </Title>
          <InstanceFacts instance={instance} />
        </section>
        <Configuration id={id} />
        <section aria-labelledby="delete">
          <Title order={2} id="delete" mb={4}>
            Delete
          </Title>
          <Text size="sm" c="dimmed" mb="sm">
            The connection to the vendor ends, and the token stops working. This cannot be taken
            back.
          </Text>
          <DeleteInstance instance={instance} />
        </section>
      </Stack>
    </Page>
  )
}

function InstanceFacts({ instance }: { readonly instance: Instance }) {
  const { id, element, tags, createdDate, user, token } = instance
  return (
    <Facts
      facts={[
        [
          'Id',
          <Group key="id" gap="xs">
            <Code fz="sm">{id}</Code>
            <CopyButton value={String(id)} what="id" />
          </Group>,
        ],
        [
          'Element',
          <Link key="element" to="/elements/$key" params={{ key: element.key }}>
            {element.name}
          </Link>,
        ],
        ['Made', <Moment key="made" at={createdDate} />],
        ['By', user?.emailAddress],
        ['Tags', tags.length > 0 && <TagList tags={tags} />],
        ['Token', <Secret key="token" label="Token" value={token} isLabelled={false} />],
      ]}
    />
  )
}

/** What the person filled in; the rest of the configuration is between the server and the vendor. */
function Configuration({ id }: { readonly id: string }) {
  const configuration = useQuery(configurationQuery(id))
  const shown = configuration.data?.filter((entry) => !entry.hideFromConsole && entry.propertyValue)
  if (!shown?.length) return null
  return (
    <section aria-labelledby="configuration">
      <Title order={2} id="configuration" mb="sm">
        Configuration
      </Title>
      <Facts
        facts={shown.map(({ name, propertyValue }) => [
          name,
          propertyValue === '********' ? 'Stored, never shown' : propertyValue,
        ])}
      />
    </section>
  )
}
