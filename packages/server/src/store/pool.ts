/**
 * Connections to PostgreSQL. Every statement passes here once, and is counted, bounded in time, and freed of `pg`'s own
 * errors, so that the repositories hold nothing but SQL.
 */
import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely'
import pg from 'pg'
import type { Log } from '../lib/log.ts'
import { isConnectionLost, toStoreError } from './database-errors.ts'
import type { Tables } from './tables.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** PostgreSQL ends a statement after this long… */
const STATEMENT_TIMEOUT_MS = 30_000
/** …and when even that is not heard, the connection is dead: give it up. */
const ANSWER_TIMEOUT_MS = 35_000

export interface PoolOptions {
  /** `postgresql://…`; a unix socket as `postgresql:///database?host=/directory`. */
  readonly connectionString: string
  readonly maxConnections: number
  readonly log: Log
}

export interface Database {
  readonly db: Kysely<Tables>
  /** SQL statements sent so far. */
  statementCount(): number
  close(): Promise<void>
}

/** Open a pool. Connections are made when they are first needed. */
export function openDatabase(options: PoolOptions): Database {
  const pool = new pg.Pool({
    ...connectionConfig(options.connectionString),
    max: options.maxConnections,
    idleTimeoutMillis: 30_000,
    maxLifetimeSeconds: 3_600,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  })
  // Without listeners these events would end the process. An idle connection that breaks is replaced by the pool…
  pool.on('error', (error) => options.log.warn({ err: error }, 'an idle database connection broke'))
  // …and one in use fails its statement as well, which is where it is dealt with.
  pool.on('connect', (client) => client.on('error', () => undefined))
  let statements = 0
  const counted = guardPool(pool, () => {
    statements += 1
  })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: counted }) })
  return { db, statementCount: () => statements, close: () => db.destroy() }
}

/** What every connection of ours has in common, the listening one included. */
export function connectionConfig(connectionString: string): pg.ClientConfig {
  return {
    connectionString,
    application_name: 'valence',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
  }
}

// `pg` gives int8 (count, sequences, fences) as text, because it may exceed what a number holds; ours never do.
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === pg.types.builtins.INT8 && format !== 'binary') return parseInt8
  return pg.types.getTypeParser(oid, format)
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond 2^53`)
  return value
}

function guardPool(pool: pg.Pool, onStatement: () => void): PostgresPool {
  const connect = async () => {
    const client = await pool.connect().catch((error: unknown) => {
      throw toStoreError(error)
    })
    return guardClient(client, onStatement)
  }
  return { options: pool.options, end: () => pool.end(), connect }
}

function guardClient(client: pg.PoolClient, onStatement: () => void): PostgresPoolClient {
  let isLost = false
  function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query(text: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('cursors are not configured')
    onStatement()
    return client.query(text, [...parameters]).catch((error: unknown) => {
      isLost ||= isConnectionLost(error)
      throw toStoreError(error)
    })
  }
  return { query, release: (destroy) => client.release(destroy === true || isLost) }
}
