import { sql } from 'kysely'
import { ValenceError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { accounts } from './accounts.ts'
import { type ChangeFeed, openChangeFeed } from './changes.ts'
import { connectLinks } from './connect-links.ts'
import { credentials } from './credentials.ts'
import { dataKeys } from './data-keys.ts'
import { toStoreError } from './database-errors.ts'
import { elements } from './elements.ts'
import { exclusively } from './exclusive.ts'
import { instances } from './instances.ts'
import { migrate } from './migrate.ts'
import { organizations } from './organizations.ts'
import { pendingConnections } from './pending-connections.ts'
import { type Database, openDatabase } from './pool.ts'
import { sealedValues } from './sealed-columns.ts'
import type { Store } from './store.ts'
import { usage } from './usage.ts'
import { users } from './users.ts'
import { vdrs } from './vdrs.ts'

export interface StoreOptions {
  /** `postgresql://…` of PostgreSQL 15 or later; a unix socket as `postgresql:///database?host=/directory`. */
  readonly connectionString: string
  /** Connections of this store's pool. It opens one more, to hear changes. */
  readonly maxConnections: number
  readonly log: Log
}

/** The oldest PostgreSQL whose dialect the SQL is written for. */
const OLDEST_SERVER_VERSION = 150_000

/**
 * Open the store: bring the schema up to date, then listen to changes.
 *
 * @throws {ValenceError} `unavailable`: the database cannot be reached, is older than PostgreSQL 15, or is not one this
 *   version of the code can work with. The message says which.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const database = openDatabase(options)
  try {
    await assertServerVersion(database)
    await migrate(options)
    const changes = await openChangeFeed(options)
    return { ...repositories(database), ...lifecycle(database, changes) }
  } catch (error) {
    await database.close()
    throw toStoreError(error)
  }
}

function repositories({ db }: Database) {
  return {
    organizations: organizations(db),
    accounts: accounts(db),
    users: users(db),
    instances: instances(db),
    elements: elements(db),
    credentials: credentials(db),
    dataKeys: dataKeys(db),
    sealedValues: sealedValues(db),
    usage: usage(db),
    pendingConnections: pendingConnections(db),
    connectLinks: connectLinks(db),
    vdrs: vdrs(db),
  }
}

function lifecycle({ db, statementCount, close }: Database, changes: ChangeFeed) {
  return {
    exclusively: exclusively(db),
    onChange: changes.onChange,
    statementCount,
    async isReady() {
      try {
        await sql`select 1`.execute(db)
        return true
      } catch {
        return false
      }
    },
    async close() {
      await changes.close()
      await close()
    },
  }
}

async function assertServerVersion({ db }: Database): Promise<void> {
  const { rows } = await sql<{ number: number; name: string }>`
    select current_setting('server_version_num')::int as number,
      current_setting('server_version') as name`.execute(db)
  const version = rows[0]
  if (version && version.number >= OLDEST_SERVER_VERSION) return
  throw new ValenceError(
    'unavailable',
    `The database is PostgreSQL ${version?.name}. Valence needs PostgreSQL 15 or later.`,
  )
}
