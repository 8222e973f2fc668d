/**
 * Brings a database to the schema of this code. Forward only: a file of `migrations/` is applied once, in a transaction of
 * its own, and never changes afterwards. An advisory lock lets any number of processes start at once.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { ValenceError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { connectionConfig } from './pool.ts'

/** The migrations that come with this code. */
export const migrationsDir = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** Identifies the lock among all advisory locks of the database. */
const MIGRATION_LOCK = 0x76_61_6c_01
/** Others may be migrating: wait for them this long. */
const LOCK_WAIT_MS = 300_000

export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
  /** SHA-256 of the text with LF line ends. */
  readonly checksum: string
  /** First line `-- breaking`: processes of an older version cannot work with the result. */
  readonly isBreaking: boolean
}

/** Read and check the migrations of a folder: `NNNN-name.sql`, numbered from 1 without a gap. */
export async function readMigrations(dir: string = migrationsDir): Promise<readonly Migration[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(names.map((name, index) => readMigration(dir, name, index + 1)))
}

async function readMigration(dir: string, name: string, version: number): Promise<Migration> {
  if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name) || Number(name.slice(0, 4)) !== version) {
    throw new Error(`Migration ${name} should be called ${String(version).padStart(4, '0')}-….sql`)
  }
  // A checkout may have turned LF into CRLF; that is no change.
  const sql = (await readFile(join(dir, name), 'utf8')).replaceAll('\r\n', '\n')
  const checksum = createHash('sha256').update(sql).digest('hex')
  return { version, name, sql, checksum, isBreaking: sql.split('\n', 1)[0] === '-- breaking' }
}

/**
 * Apply what the database does not have yet.
 *
 * @param options.dir - Where the migrations are; by default those of this code.
 * @returns The names of the migrations applied now.
 * @throws {ValenceError} `unavailable`: the database is newer than this code, an applied file was changed, or a file
 *   failed (nothing of it remains).
 */
export async function migrate(options: {
  connectionString: string
  log: Log
  dir?: string
}): Promise<readonly string[]> {
  const migrations = await readMigrations(options.dir)
  const client = new pg.Client(connectionConfig(options.connectionString))
  // Reported by the query that fails; without a listener it would end the process.
  client.on('error', (error) => options.log.warn({ err: error }, 'the migrating connection broke'))
  try {
    await client.connect()
    await client.query(`set lock_timeout = ${LOCK_WAIT_MS}`)
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await readApplied(client)
    assertKnown(applied, migrations)
    const pending = migrations.slice(applied.length)
    for (const migration of pending) await apply(client, migration, options.log)
    return pending.map(({ name }) => name)
  } finally {
    // Ends the session, and with it the lock.
    await client.end()
  }
}

interface AppliedMigration {
  readonly version: number
  readonly name: string
  readonly checksum: string
}

async function readApplied(client: pg.Client): Promise<readonly AppliedMigration[]> {
  await client.query(`
    create table if not exists schema_migration (
      version integer primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`)
  const { rows } = await client.query<AppliedMigration>(
    'select version, name, checksum from schema_migration order by version',
  )
  return rows
}

function assertKnown(applied: readonly AppliedMigration[], known: readonly Migration[]): void {
  const newest = applied.at(-1)
  if (newest && newest.version > known.length) {
    throw refusal(
      `The database has migration ${newest.name}, which this version of Valence does not know. Start the version that made it, or a later one.`,
    )
  }
  for (const [index, { name, version, checksum }] of applied.entries()) {
    if (version === index + 1 && known[index]?.checksum === checksum) continue
    throw refusal(
      `Migration ${name} was applied to the database with another text than ${known[index]?.name} has now. Restore the file as it was released.`,
    )
  }
}

async function apply(client: pg.Client, migration: Migration, log: Log): Promise<void> {
  const { version, name, sql, checksum, isBreaking } = migration
  if (isBreaking) {
    log.warn({ migration: name }, 'this migration stops processes of older versions from working')
  }
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query(
      'insert into schema_migration (version, name, checksum) values ($1, $2, $3)',
      [version, name, checksum],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const reason = error instanceof Error ? error.message : String(error)
    throw refusal(`Migration ${name} failed and was rolled back: ${reason}`, error)
  }
  log.info({ migration: name }, 'migration applied')
}

function refusal(message: string, cause?: unknown): ValenceError {
  return new ValenceError('unavailable', message, { cause })
}
