/**
 * Databases for tests. `createTestDatabase()` is all that most tests need: a fresh, migrated database in some 40 ms.
 *
 * One embedded server serves all test processes on the machine, by its own means: the first one starts it, the others
 * adopt it, the last one stops it. Its files stay in the folder for temporary files, so that only the first run ever pays
 * for initdb; databases left by a killed test are dropped by the next.
 */
import { createHash, randomBytes } from 'node:crypto'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { silentLog } from '../lib/log.ts'
import { isAlive } from './embedded/postmaster.ts'
import { startEmbedded } from './embedded.ts'
import { migrate, migrationsDir, readMigrations } from './migrate.ts'

const TEMPLATE_LOCK = 0x76_61_6c_03

export interface TestDatabase {
  readonly connectionString: string
  /** Remove it, whoever is still connected. After the last one the server stops. */
  drop(): Promise<void>
}

export interface TestPostgres {
  /** A fresh database with every migration applied. */
  createDatabase(): Promise<TestDatabase>
  /** Leave the server; the last process to leave stops it. */
  stop(): Promise<void>
}

let shared: Promise<TestPostgres> | undefined
let users = 0

/** A fresh, migrated database on the shared test server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  users += 1
  shared ??= startTestPostgres()
  const { createDatabase } = await shared
  const database = await createDatabase()
  const drop = async () => {
    await database.drop()
    users -= 1
    if (users > 0) return
    const last = shared
    shared = undefined
    await (await last)?.stop()
  }
  return { connectionString: database.connectionString, drop }
}

/** The shared test server itself, for a test that makes many databases. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const { connectionString, stop } = await startEmbedded({
    dataDir: testDir(),
    log: silentLog,
    settings: { max_connections: '200' },
  })
  await dropAbandoned(connectionString)
  return { createDatabase: () => createDatabaseOn(connectionString), stop }
}

/**
 * A fresh, migrated database on any server.
 *
 * @param connectionString - Of a database of that server whose user may create databases.
 */
export async function createDatabaseOn(connectionString: string): Promise<TestDatabase> {
  const template = await ensureTemplate(connectionString)
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`
  await administer(connectionString, `create database ${name} template ${template}`)
  return {
    connectionString: withDatabase(connectionString, name),
    drop: () => administer(connectionString, `drop database if exists ${name} with (force)`),
  }
}

// Keyed by this checkout and this user: another checkout may have other binaries, another user can't use our files.
function testDir(): string {
  const key = createHash('sha256').update(migrationsDir).digest('hex').slice(0, 8)
  return join(tmpdir(), `valence-test-${userInfo().uid}-${key}`)
}

// Named for what the migrations say: changed migrations make another template, and nothing has to be cleaned up by hand.
async function ensureTemplate(connectionString: string): Promise<string> {
  const checksums = (await readMigrations()).map(({ checksum }) => checksum).join()
  const name = `template_${createHash('sha256').update(checksums).digest('hex').slice(0, 12)}`
  await connected(connectionString, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount) return
    await client.query(`drop database if exists ${name}_unfinished with (force)`)
    await client.query(`create database ${name}_unfinished`)
    await migrate({
      connectionString: withDatabase(connectionString, `${name}_unfinished`),
      log: silentLog,
    })
    await client.query(`alter database ${name}_unfinished rename to ${name}`)
  })
  return name
}

async function dropAbandoned(connectionString: string): Promise<void> {
  await connected(connectionString, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database where datname like 'test\\_%'`,
    )
    for (const { name } of rows) {
      const pid = Number(name.split('_')[1])
      if (!isAlive(pid)) await client.query(`drop database if exists ${name} with (force)`)
    }
  })
}

/** Run one statement outside every test database. */
async function administer(connectionString: string, statement: string): Promise<void> {
  await connected(connectionString, async (client) => {
    await client.query(statement)
  })
}

async function connected<T>(
  connectionString: string,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function withDatabase(connectionString: string, name: string): string {
  return connectionString.replace(/^([a-z]+:\/\/[^/]*)\/[^?]*/, `$1/${name}`)
}
