import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './empty.module.css'

/** What a list shows that has nothing yet: what would be here, and how it gets here. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string
  readonly children: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <Stack className={classes.empty} align="flex-start" gap="xs">
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw="38rem" component="div">
        {children}
      </Text>
      {action}
    </Stack>
  )
}
