import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../lib/log.ts'
import type { StoreHarness } from './contract/harness.ts'
import { startEmbedded } from './embedded.ts'
import { openStore } from './postgres-store.ts'
import { storeContract } from './store.contract.ts'
import type { Store } from './store.ts'
import { createDatabaseOn, createTestDatabase } from './testing.ts'
import { startExternalPostgres } from './testing-external.ts'

/** Stores on one database, all closed in the end. */
function storesOn(connectionString: string) {
  const stores: Store[] = []
  return {
    async openStore() {
      const store = await openStore({ connectionString, maxConnections: 8, log: silentLog })
      stores.push(store)
      return store
    },
    closeStores: () => Promise.all(stores.map((store) => store.close())),
  }
}

async function embedded(): Promise<StoreHarness> {
  const dataDir = await mkdtemp(join(tmpdir(), 'valence-store-'))
  const server = await startEmbedded({ dataDir, log: silentLog })
  const { openStore, closeStores } = storesOn(server.connectionString)
  return {
    connectionString: server.connectionString,
    openStore,
    async crash() {
      const pid = server.pid()
      process.kill(pid, 'SIGKILL')
      // It comes back by itself.
      while (server.pid() === pid) await delay(10)
    },
    async close() {
      await closeStores()
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function external(): Promise<StoreHarness> {
  const { connectionString, crash, stop } = await startExternalPostgres()
  const database = await createDatabaseOn(connectionString)
  const { openStore, closeStores } = storesOn(database.connectionString)
  return {
    connectionString: database.connectionString,
    openStore,
    crash,
    async close() {
      await closeStores()
      await stop()
    },
  }
}

async function given(url: string): Promise<StoreHarness> {
  const database = await createDatabaseOn(url)
  const { openStore, closeStores } = storesOn(database.connectionString)
  return {
    connectionString: database.connectionString,
    openStore,
    async close() {
      await closeStores()
      await database.drop()
    },
  }
}

storeContract('the embedded PostgreSQL', embedded)

const url = process.env.VALENCE_TEST_DATABASE_URL
if (url) storeContract('the PostgreSQL of VALENCE_TEST_DATABASE_URL', () => given(url))
else storeContract('a PostgreSQL over TCP with a password', external)

describe('openStore', () => {
  it('refuses a database that cannot be reached, as `unavailable`', async () => {
    const connectionString = 'postgresql://nobody:secret-word@127.0.0.1:1/none'

    const opening = openStore({ connectionString, maxConnections: 2, log: silentLog })

    await expect(opening).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining('secret-word'),
    })
  })

  it('closes twice without harm, and is not ready afterwards', async () => {
    const { connectionString, drop } = await createTestDatabase()
    const store = await openStore({ connectionString, maxConnections: 2, log: silentLog })

    expect(await store.isReady()).toBe(true)
    await store.close()
    await store.close()

    expect(await store.isReady()).toBe(false)
    await drop()
  })
})
