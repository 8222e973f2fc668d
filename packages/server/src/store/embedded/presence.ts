/**
 * Counts the processes that use an embedded server. Each keeps one connection with a shared advisory lock; the process
 * that can make it exclusive is the last. A process that dies loses its lock with its connection, so the count is always
 * right, and there is no moment at which one joins a server that another has decided to stop.
 */
import { realpath } from 'node:fs/promises'
import pg from 'pg'
import { SUPERUSER } from './cluster.ts'
import { readPostmaster } from './postmaster.ts'

const PRESENCE_LOCK = 0x76_61_6c_02
const CONNECT_TIMEOUT_MS = 5_000

export interface Presence {
  readonly pid: number
  readonly socketDir: string
  /** Settles when the connection has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Make sure the database exists. */
  ensureDatabase(name: string): Promise<void>
  /** Stop counting, and become the only one: nobody can join from now on. `false`: others are using the server. */
  claim(): Promise<boolean>
  leave(): Promise<void>
}

/** Join the server of a cluster. `undefined`: there is none that answers, or its last user is stopping it. */
export async function join(data: string): Promise<Presence | undefined> {
  const running = await readPostmaster(data)
  if (!running) return undefined
  const client = connectionTo(running)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  client.on('error', () => end())
  client.once('end', () => end())
  const leave = () => client.end().catch(() => undefined)
  if (!(await isJoined(client, data))) {
    await leave()
    return undefined
  }
  return {
    pid: running.pid,
    socketDir: running.socketDir,
    ended,
    ensureDatabase: (name) => ensureDatabase(client, name),
    claim: () => claim(client),
    leave,
  }
}

function connectionTo(running: { socketDir: string; port: number }): pg.Client {
  return new pg.Client({
    host: running.socketDir,
    port: running.port,
    user: SUPERUSER,
    database: 'postgres',
    application_name: 'valence presence',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  })
}

// A server that is starting, stopping or gone refuses in many ways, all of which mean: not now.
async function isJoined(client: pg.Client, data: string): Promise<boolean> {
  try {
    await client.connect()
    const { rows } = await client.query<{ data: string }>(
      `select current_setting('data_directory') as data`,
    )
    const isOurs = (await realpath(rows[0]?.data ?? '')) === (await realpath(data))
    return (
      isOurs &&
      (await answer(client, `select pg_try_advisory_lock_shared(${PRESENCE_LOCK}) as yes`))
    )
  } catch {
    return false
  }
}

async function answer(client: pg.Client, question: string): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(question)
  return rows[0]?.yes === true
}

// Our own share is given up first: of two processes that leave at the same moment, each would otherwise see the other's
// and leave the server running for nobody.
async function claim(client: pg.Client): Promise<boolean> {
  await client.query(`select pg_advisory_unlock_shared(${PRESENCE_LOCK})`)
  return answer(client, `select pg_try_advisory_lock(${PRESENCE_LOCK}) as yes`)
}

async function ensureDatabase(client: pg.Client, name: string): Promise<void> {
  const quoted = pg.escapeIdentifier(name)
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
  if (rowCount) return
  await client.query(`create database ${quoted}`).catch((error: Error & { code?: string }) => {
    // 42P04 and 23505: another process starting at the same time was faster.
    if (error.code !== '42P04' && error.code !== '23505') throw error
  })
}
