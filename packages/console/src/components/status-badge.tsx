import { Badge, Text } from '@mantine/core'
import type { ConnectionState } from '@valence/sdk'
import { AlertIcon, CheckIcon, ClockIcon, PauseIcon, RefreshIcon } from './icons.tsx'
import { Moment } from './moment.tsx'

/** What the console knows of a connection; without a state when the server has none for this instance. */
export interface Health {
  readonly disabled: boolean
  readonly connection: ConnectionState | undefined
}

const looks = {
  connected: { label: 'Connected', color: 'green', Icon: CheckIcon },
  refreshing: { label: 'Refreshing', color: 'blue', Icon: RefreshIcon },
  degraded: { label: 'Degraded', color: 'yellow', Icon: AlertIcon },
  needs_reauthorization: { label: 'Needs re-authorization', color: 'red', Icon: AlertIcon },
  disabled: { label: 'Disabled', color: 'gray', Icon: PauseIcon },
  unknown: { label: 'No connection to keep', color: 'gray', Icon: ClockIcon },
} as const

/** How a connection is doing, in a word and a sign: never by colour alone. */
export function StatusBadge({ disabled, connection }: Health) {
  const { label, color, Icon } = looks[disabled ? 'disabled' : (connection?.state ?? 'unknown')]
  return (
    <Badge color={color} variant="light" tt="none" leftSection={<Icon size={12} />}>
      {label}
    </Badge>
  )
}

/** Why it is not connected, and when the next thing happens by itself. */
export function StatusDetails({ disabled, connection }: Health) {
  if (disabled) return <Text size="sm">Requests are refused until it is enabled again.</Text>
  if (!connection) return null
  const { state, reason, refreshDueAt, nextAttemptAt, failures } = connection
  return (
    <Text size="sm" component="div" c="dimmed">
      {reason && <div>{sentence(reason)}</div>}
      {state === 'degraded' && nextAttemptAt && (
        <div>
          Next attempt <Moment at={nextAttemptAt} />
          {failures > 1 && `, after ${failures} failures`}
        </div>
      )}
      {state !== 'needs_reauthorization' && refreshDueAt && (
        <div>
          Next refresh <Moment at={refreshDueAt} />
        </div>
      )}
    </Text>
  )
}

/** Reasons are kept as part of a longer sentence. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
