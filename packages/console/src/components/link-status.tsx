import { Badge } from '@mantine/core'
import type { ConnectLink } from '@valence/sdk'
import { AlertIcon, CheckIcon, ClockIcon, PauseIcon } from './icons.tsx'

const looks = {
  open: { label: 'Open', color: 'blue', Icon: ClockIcon },
  connected: { label: 'Connected', color: 'green', Icon: CheckIcon },
  revoked: { label: 'Withdrawn', color: 'gray', Icon: PauseIcon },
  expired: { label: 'Expired', color: 'yellow', Icon: AlertIcon },
} as const

/** What has become of a connect link. */
export function LinkStatus({ status }: Pick<ConnectLink, 'status'>) {
  const { label, color, Icon } = looks[status]
  return (
    <Badge color={color} variant="light" tt="none" leftSection={<Icon size={12} />}>
      {label}
    </Badge>
  )
}
