import '@mantine/charts/styles.css'
import { BarChart, LineChart } from '@mantine/charts'
import { Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { UsageCount } from '../api/usage-counts.ts'
import { ScrolledTable } from './scrolled-table.tsx'
import classes from './usage-charts.module.css'

interface ChartsProps {
  readonly counts: readonly UsageCount[]
  /** Such as "the last hour". */
  readonly span: string
}

const height = 180
const shared = {
  h: height,
  dataKey: 'time',
  withLegend: true,
  tickLine: 'none',
  gridAxis: 'x',
  tooltipAnimationDuration: 0,
} as const

/** Requests and how long they took, over time; each also as a table. */
export function UsageCharts({ counts, span }: ChartsProps) {
  const data = counts.map((count) => ({ ...count }))
  const total = sum(counts, ({ succeeded, failed }) => succeeded + failed)
  const failed = sum(counts, (count) => count.failed)
  const longest = Math.max(0, ...counts.map((count) => count.longest ?? 0))
  return (
    <div className={classes.charts}>
      <Chart
        title="Requests"
        summary={`${total} of all instances in ${span}, ${failed} of them failed`}
        columns={['Succeeded', 'Failed']}
        rows={counts.map((count) => [count.time, count.succeeded, count.failed])}
      >
        <BarChart
          {...shared}
          data={data}
          type="stacked"
          series={[
            { name: 'succeeded', label: 'Succeeded', color: 'var(--chart-good)' },
            { name: 'failed', label: 'Failed', color: 'var(--chart-bad)' },
          ]}
          yAxisProps={{ allowDecimals: false, width: 44 }}
        />
      </Chart>
      <Chart
        title="Duration"
        summary={`Until the answer; the longest took ${formatMs(longest)}`}
        columns={['Average', 'Longest']}
        rows={counts.map((count) => [count.time, formatMs(count.average), formatMs(count.longest)])}
      >
        <LineChart
          {...shared}
          data={data}
          curveType="linear"
          connectNulls={false}
          series={[
            { name: 'average', label: 'Average', color: 'var(--chart-good)' },
            {
              name: 'longest',
              label: 'Longest',
              color: 'var(--chart-quiet)',
              strokeDasharray: '4 3',
            },
          ]}
          valueFormatter={(value) => formatMs(value)}
          yAxisProps={{ width: 64 }}
        />
      </Chart>
    </div>
  )
}

interface ChartProps {
  readonly title: string
  readonly summary: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly [string, ...(string | number)[]])[]
  readonly children: ReactNode
}

function Chart({ title, summary, columns, rows, children }: ChartProps) {
  return (
    <section aria-label={`${title} over time`} className={classes.chart}>
      <Title order={2} fz="md">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {summary}
      </Text>
      {/* Drawn for the eye; the table below says the same. */}
      <div aria-hidden="true" inert>
        {children}
      </div>
      <details className={classes.details}>
        <summary>As a table</summary>
        <ScrolledTable label={`${title}, as a table`} minWidth={240}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Time</Table.Th>
              {columns.map((column) => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([time, ...values]) => (
              <Table.Tr key={time}>
                <Table.Td>{time}</Table.Td>
                {values.map((value, index) => (
                  <Table.Td key={columns[index]}>{value}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrolledTable>
      </details>
    </section>
  )
}

function formatMs(value: number | null): string {
  return value === null ? '–' : `${Math.round(value)} ms`
}

function sum(counts: readonly UsageCount[], of: (count: UsageCount) => number): number {
  return counts.reduce((total, count) => total + of(count), 0)
}
