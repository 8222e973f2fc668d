/** The database of a system, looked at from outside: through the embedded server's own socket, or by its URL. */
import pg from 'pg'
import { silentLog } from '../../packages/server/src/lib/log.ts'
import { startEmbedded } from '../../packages/server/src/store/embedded.ts'

/** Every row of every table, as text: what a dump of the database would hold. */
export async function dumpDatabase(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    )
    const parts: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select row_to_json(t)::text as row from ${name} t`,
      )
      parts.push(name, ...rows.map(({ row }) => row))
    }
    return parts.join('\n')
  } finally {
    await client.end()
  }
}

/** Use the embedded PostgreSQL of a running server: it is adopted, and left running. */
export async function withEmbedded<T>(
  dataDir: string,
  work: (connectionString: string) => Promise<T>,
): Promise<T> {
  const embedded = await startEmbedded({ dataDir, log: silentLog })
  try {
    return await work(embedded.connectionString)
  } finally {
    await embedded.stop()
  }
}
