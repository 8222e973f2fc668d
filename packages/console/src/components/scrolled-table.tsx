import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

/** A table that scrolls by itself where the window is narrow, also by keyboard. */
export function ScrolledTable({
  label,
  minWidth = 560,
  children,
}: {
  readonly label: string
  readonly minWidth?: number
  readonly children: ReactNode
}) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}
    >
      <Table>{children}</Table>
    </Table.ScrollContainer>
  )
}
