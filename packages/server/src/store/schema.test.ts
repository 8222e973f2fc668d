import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { sealedColumns } from './sealed-columns.ts'
import { createTestDatabase } from './testing.ts'

interface Column {
  readonly table: string
  readonly column: string
}

async function columnsOf(connectionString: string): Promise<readonly Column[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const { rows } = await client
    .query<Column>(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = 'public' order by 1, ordinal_position`,
    )
    .finally(() => client.end())
  return rows
}

describe('docs/reference/schema.md', () => {
  it('names every table and every column, in its section', async () => {
    const page = await readFile(
      new URL('../../../../docs/reference/schema.md', import.meta.url),
      'utf8',
    )
    const sections = new Map(
      page.split(/^## /m).map((section) => [section.slice(0, section.indexOf('\n')), section]),
    )
    const { connectionString, drop } = await createTestDatabase()

    const columns = await columnsOf(connectionString)
    await drop()

    const unnamed = columns.filter(
      ({ table, column }) => !sections.get(table)?.includes(`\`${column}\``),
    )
    expect(columns.length).toBeGreaterThan(60)
    expect(unnamed).toEqual([])
  })
})

describe('sealed columns', () => {
  it('are all that the schema has: a column named so is walked by key rotation', async () => {
    const { connectionString, drop } = await createTestDatabase()

    const columns = await columnsOf(connectionString)
    await drop()

    const named = columns.filter(({ column }) => column.startsWith('sealed'))
    const known = Object.values(sealedColumns)
    expect(new Set(named.map(({ table, column }) => `${table}.${column}`))).toEqual(
      new Set(known.map(({ table, column }) => `${table}.${column}`)),
    )
  })
})
