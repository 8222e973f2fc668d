import { Code, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { BASE_PATH, type Usage } from '@valence/sdk'
import { Moment } from './moment.tsx'
import { ScrolledTable } from './scrolled-table.tsx'
import { StatusCode } from './status-code.tsx'
import classes from './usage-list.module.css'

interface ListProps {
  readonly usage: readonly Usage[]
  /** Names of instances by their id. */
  readonly names: ReadonlyMap<number, string>
}

/** Requests in a table. */
export function UsageTable({ usage, names }: ListProps) {
  return (
    <ScrolledTable label="Requests" minWidth={860}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Request</Table.Th>
          <Table.Th>Instance</Table.Th>
          <Table.Th>Status</Table.Th>
          <Table.Th ta="right">Duration</Table.Th>
          <Table.Th>When</Table.Th>
          <Table.Th>Request id</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {usage.map((one) => (
          <Table.Tr key={one.traffic_id}>
            <Table.Td>
              <RequestLink usage={one} />
            </Table.Td>
            <Table.Td>
              {instanceName(one, names)}
              <Text size="sm" c="dimmed">
                {one.element_key}
              </Text>
            </Table.Td>
            <Table.Td>
              <StatusCode code={one.status_code} />
            </Table.Td>
            <Table.Td ta="right" className={classes.nowrap}>
              {one.process_time} ms
            </Table.Td>
            <Table.Td className={classes.nowrap}>
              <Moment at={one.traffic_date} />
            </Table.Td>
            <Table.Td>
              <Code className={classes.nowrap}>{one.traffic_id}</Code>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrolledTable>
  )
}

/** The same for narrow windows. */
export function UsageCards({ usage, names }: ListProps) {
  return (
    <ul className={classes.cards}>
      {usage.map((one) => (
        <li key={one.traffic_id} className={classes.card}>
          <RequestLink usage={one} />
          <div className={classes.line}>
            <StatusCode code={one.status_code} />
            <span>{one.process_time} ms</span>
            <Moment at={one.traffic_date} />
          </div>
          <Text size="sm" c="dimmed">
            {instanceName(one, names)} · {one.element_key} · {one.traffic_id}
          </Text>
        </li>
      ))}
    </ul>
  )
}

function RequestLink({ usage }: { readonly usage: Usage }) {
  return (
    <Link to="/activity/$id" params={{ id: usage.traffic_id }} className={classes.link}>
      <span className={classes.method}>{usage.request_method}</span> {shownPath(usage)}
    </Link>
  )
}

/** The path below the API's base path, which all have in common. */
export function shownPath({ request_uri }: Usage): string {
  return request_uri.startsWith(`${BASE_PATH}/`) ? request_uri.slice(BASE_PATH.length) : request_uri
}

/** The name of the request's instance, or what is known of it. */
export function instanceName(usage: Usage, names: ReadonlyMap<number, string>): string {
  return names.get(usage.element_instance_id) ?? `Instance ${usage.element_instance_id}`
}
