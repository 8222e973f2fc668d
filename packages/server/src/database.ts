/** The database the settings ask for: one that runs already, or the embedded PostgreSQL. */
import type { Config } from './config.ts'
import type { Log } from './lib/log.ts'
import { startEmbedded } from './store/embedded.ts'
import { openStore } from './store/postgres-store.ts'
import type { Store } from './store/store.ts'

export interface Database {
  readonly store: Store
  /** For the start-up lines: never with a password. */
  readonly description: string
  close(): Promise<void>
}

export async function openDatabase(config: Config, log: Log): Promise<Database> {
  const maxConnections = config.limits.databaseConnections
  if (config.databaseUrl) {
    const store = await openStore({ connectionString: config.databaseUrl, maxConnections, log })
    return { store, description: describe(config.databaseUrl), close: () => store.close() }
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, log })
  try {
    const store = await openStore({
      connectionString: embedded.connectionString,
      maxConnections,
      log,
    })
    const close = async () => {
      await store.close()
      await embedded.stop()
    }
    return { store, description: `embedded PostgreSQL in ${config.dataDir}`, close }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

function describe(url: string): string {
  const { host, pathname } = URL.canParse(url)
    ? new URL(url)
    : { host: 'an unnamed host', pathname: '' }
  return `PostgreSQL at ${host}${pathname}`
}
