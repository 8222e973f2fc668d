import { Group, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ConnectLink } from '@valence/sdk'
import classes from '../pages/elements.module.css'
import { LinkStatus } from './link-status.tsx'
import { Moment } from './moment.tsx'
import { ScrolledTable } from './scrolled-table.tsx'
import { TagList } from './tag-list.tsx'
import { WithdrawLink } from './withdraw-link.tsx'

interface ListProps {
  readonly links: readonly ConnectLink[]
  /** Names of elements by their key. */
  readonly elements: ReadonlyMap<string, string>
}

/** Connect links in a table. */
export function ConnectLinkTable({ links, elements }: ListProps) {
  return (
    <ScrolledTable label="Connect links" minWidth={760}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Link</Table.Th>
          <Table.Th>Offers</Table.Th>
          <Table.Th>Status</Table.Th>
          <Table.Th>Made</Table.Th>
          <Table.Th>Works until</Table.Th>
          <Table.Th>
            <span className="visually-hidden">Actions</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {links.map((link) => (
          <Table.Tr key={link.id}>
            <Table.Td>
              {nameOf(link)}
              <TagList tags={link.tags} />
            </Table.Td>
            <Table.Td>{offerOf(link, elements)}</Table.Td>
            <Table.Td>
              <LinkStatus status={link.status} />
              <Outcome link={link} />
            </Table.Td>
            <Table.Td>
              <Moment at={link.createdDate} />
            </Table.Td>
            <Table.Td>{canExpire(link) ? <Moment at={link.expiresAt} /> : '–'}</Table.Td>
            <Table.Td ta="right">
              {link.status === 'open' && <WithdrawLink link={link} name={nameOf(link)} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrolledTable>
  )
}

/** The same for narrow windows. */
export function ConnectLinkCards({ links, elements }: ListProps) {
  return (
    <ul className={classes.cards}>
      {links.map((link) => (
        <li key={link.id} className={classes.card}>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <h2 className={classes.name}>{nameOf(link)}</h2>
            <LinkStatus status={link.status} />
          </Group>
          <Text size="sm" c="dimmed">
            {offerOf(link, elements)} · made <Moment at={link.createdDate} />
            {canExpire(link) && (
              <>
                {' '}
                · works until <Moment at={link.expiresAt} />
              </>
            )}
          </Text>
          <Outcome link={link} />
          <div className={classes.tags}>
            <TagList tags={link.tags} />
          </div>
          {link.status === 'open' && <WithdrawLink link={link} name={nameOf(link)} />}
        </li>
      ))}
    </ul>
  )
}

function nameOf({ id, name }: ConnectLink): string {
  return name ?? `Link ${id}`
}

function offerOf({ elements }: ConnectLink, names: ReadonlyMap<string, string>): string {
  return elements?.map((key) => names.get(key) ?? key).join(', ') ?? 'Every element'
}

/** One that was used or withdrawn works no more, whatever the time. */
function canExpire({ status }: ConnectLink): boolean {
  return status === 'open' || status === 'expired'
}

function Outcome({ link: { instanceId, connectedAt } }: { readonly link: ConnectLink }) {
  if (instanceId === undefined) return null
  return (
    <Text size="sm" component="div" c="dimmed">
      <Link to="/instances/$id" params={{ id: String(instanceId) }}>
        Instance {instanceId}
      </Link>
      {connectedAt && (
        <>
          , <Moment at={connectedAt} />
        </>
      )}
    </Text>
  )
}
