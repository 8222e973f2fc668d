import { Alert, Code, Group, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ApiError, type Usage } from '@valence/sdk'
import type { ReactNode } from 'react'
import { connectionsQuery } from '../api/queries.ts'
import { requestQuery } from '../api/usage.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Facts } from '../components/facts.tsx'
import { AlertIcon } from '../components/icons.tsx'
import { exactTime } from '../components/moment.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { ScrolledTable } from '../components/scrolled-table.tsx'
import { StatusCode } from '../components/status-code.tsx'
import { instanceName, shownPath } from '../components/usage-list.tsx'

const route = getRouteApi('/shell/activity/$id')
const up = { label: 'Activity', link: { to: '/activity' } } as const

/** One request, and the call of the vendor behind it. */
export function RequestPage() {
  const { id } = route.useParams()
  const usage = useQuery(requestQuery(id))
  if (usage.isError)
    return (
      <Page title="Request" up={up}>
        <Problem error={usage.error} title="This request cannot be shown">
          {usage.error instanceof ApiError && usage.error.status === 404 && (
            <Text size="sm" mt={4}>
              Requests are kept for a limited time. Only requests to hubs are kept at all.
            </Text>
          )}
        </Problem>
      </Page>
    )
  if (!usage.data)
    return (
      <Page title="Request" up={up}>
        <Skeleton h={400} />
      </Page>
    )
  return <Request usage={usage.data} />
}

function Request({ usage }: { readonly usage: Usage }) {
  return (
    <Page title={`${usage.request_method} ${shownPath(usage)}`} up={up}>
      <Stack gap="xl">
        {usage.error_message && <Failure usage={usage} />}
        <Section id="request" title="Request">
          <RequestFacts usage={usage} />
        </Section>
        <Section id="parameters" title="Parameters">
          <Parameters query={usage.request_query} />
        </Section>
        <Section id="vendor" title="At the vendor">
          <VendorCall usage={usage} />
        </Section>
      </Stack>
    </Page>
  )
}

function Section({
  id,
  title,
  children,
}: {
  readonly id: string
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  )
}

/** The answer in words: ours, then the vendor's. */
function Failure({ usage }: { readonly usage: Usage }) {
  return (
    <Alert color="red" variant="light" icon={<AlertIcon />} title="It failed">
      <Text size="sm">{usage.error_message}</Text>
      {usage.provider_message && (
        <Text size="sm" mt={4}>
          The vendor said: {usage.provider_message}
        </Text>
      )}
      {usage.error_code && (
        <Text size="sm" mt={4}>
          Code <Code>{usage.error_code}</Code>
        </Text>
      )}
    </Alert>
  )
}

function RequestFacts({ usage }: { readonly usage: Usage }) {
  const connections = useQuery(connectionsQuery)
  const names = new Map(connections.data?.map(({ instanceId, name }) => [instanceId, name]))
  const instance = String(usage.element_instance_id)
  return (
    <Facts
      facts={[
        ['Status', <StatusCode key="status" code={usage.status_code} />],
        ['Duration', `${usage.process_time} ms`],
        ['When', exactTime(usage.traffic_date)],
        [
          'Request id',
          <Group key="id" gap="xs">
            <Code fz="sm">{usage.traffic_id}</Code>
            <CopyButton value={usage.traffic_id} what="request id" />
          </Group>,
        ],
        [
          'Instance',
          <Link key="instance" to="/instances/$id" params={{ id: instance }}>
            {instanceName(usage, names)}
          </Link>,
        ],
        [
          'Element',
          <Link key="element" to="/elements/$key" params={{ key: usage.element_key }}>
            {usage.element_key}
          </Link>,
        ],
        ['From address', usage.request_ip],
        [
          'Alike',
          <Link
            key="alike"
            to="/activity"
            search={{ instance, q: usage.request_uri, method: usage.request_method }}
          >
            Requests like this one
          </Link>,
        ],
      ]}
    />
  )
}

function Parameters({ query }: { readonly query: Usage['request_query'] }) {
  const entries = Object.entries(query ?? {})
  if (entries.length === 0) return <Text c="dimmed">None in the query. Bodies are not kept.</Text>
  return (
    <ScrolledTable label="Parameters" minWidth={320}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Value</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {entries.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Td>
              <Code>{name}</Code>
            </Table.Td>
            <Table.Td>{typeof value === 'string' ? value : JSON.stringify(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrolledTable>
  )
}

function VendorCall({ usage }: { readonly usage: Usage }) {
  const { vendor_calls, vendor_method, vendor_host, vendor_path, vendor_status } = usage
  if (!vendor_calls) return <Text c="dimmed">The vendor was not called.</Text>
  return (
    <>
      <Facts
        facts={[
          ['Calls', vendor_calls],
          [
            vendor_calls > 1 ? 'Last call' : 'Call',
            <Code key="call">{`${vendor_method} ${vendor_path}`}</Code>,
          ],
          ['Host', vendor_host],
          [
            'Answer',
            vendor_status === undefined ? 'None' : <StatusCode key="status" code={vendor_status} />,
          ],
          [
            'Until it answered',
            usage.vendor_duration !== undefined && `${usage.vendor_duration} ms`,
          ],
        ]}
      />
      <Text size="sm" c="dimmed" mt="sm">
        Its query and anything secret are left out.
      </Text>
    </>
  )
}
