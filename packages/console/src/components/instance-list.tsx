import { Group, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Connection, Instance } from '@valence/sdk'
import classes from '../pages/elements.module.css'
import { ElementLogo } from './element-logo.tsx'
import { Moment } from './moment.tsx'
import { ScrolledTable } from './scrolled-table.tsx'
import { StatusBadge, StatusDetails } from './status-badge.tsx'
import { TagList } from './tag-list.tsx'

interface ListProps {
  readonly instances: readonly Instance[]
  readonly connections: ReadonlyMap<number, Connection>
}

export function InstanceTable({ instances, connections }: ListProps) {
  return (
    <ScrolledTable label="Instances" minWidth={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Element</Table.Th>
          <Table.Th>Status</Table.Th>
          <Table.Th>Tags</Table.Th>
          <Table.Th>Made</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {instances.map((instance) => (
          <Table.Tr key={instance.id}>
            <Table.Td>
              <InstanceLink instance={instance} />
              <Text size="sm" c="dimmed">
                Id {instance.id}
              </Text>
            </Table.Td>
            <Table.Td>
              <Group gap="xs" wrap="nowrap">
                <ElementLogo elementKey={instance.element.key} size={20} />
                {instance.element.name}
              </Group>
            </Table.Td>
            <Table.Td>
              <Status instance={instance} connections={connections} />
            </Table.Td>
            <Table.Td>
              <TagList tags={instance.tags} />
            </Table.Td>
            <Table.Td>
              <Moment at={instance.createdDate} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrolledTable>
  )
}

export function InstanceCards({ instances, connections }: ListProps) {
  return (
    <ul className={classes.cards}>
      {instances.map((instance) => (
        <li key={instance.id} className={classes.card}>
          <Group gap="sm" wrap="nowrap" mb="sm">
            <ElementLogo elementKey={instance.element.key} size={32} />
            <div>
              <h2 className={classes.name}>
                <InstanceLink instance={instance} isCard />
              </h2>
              <Text size="sm" c="dimmed">
                {instance.element.name} · id {instance.id}
              </Text>
            </div>
          </Group>
          <Status instance={instance} connections={connections} />
          <div className={classes.tags}>
            <TagList tags={instance.tags} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function InstanceLink({
  instance,
  isCard = false,
}: {
  readonly instance: Instance
  readonly isCard?: boolean
}) {
  return (
    <Link
      to="/instances/$id"
      params={{ id: String(instance.id) }}
      className={isCard ? classes.link : classes.rowLink}
    >
      {instance.name}
    </Link>
  )
}

function Status({
  instance,
  connections,
}: {
  readonly instance: Instance
  readonly connections: ReadonlyMap<number, Connection>
}) {
  const health = { disabled: instance.disabled, connection: connections.get(instance.id) }
  return (
    <>
      <StatusBadge {...health} />
      <StatusDetails {...health} />
    </>
  )
}
