/** A second organization in the database of a running system: administration of organizations has no route yet. */
import { join } from 'node:path'
import { makeOrganization } from '../../packages/server/src/first-boot.ts'
import { randomIds } from '../../packages/server/src/lib/ids.ts'
import { silentLog } from '../../packages/server/src/lib/log.ts'
import { openStore } from '../../packages/server/src/store/postgres-store.ts'
import { createVault } from '../../packages/server/src/vault/create-vault.ts'
import { createKeyEncryption } from '../../packages/server/src/vault/key-encryption.ts'
import { openKeyFile } from '../../packages/server/src/vault/key-encryption-keys.ts'
import { type Api, apiOf } from './api.ts'
import { withEmbedded } from './database.ts'
import type { System } from './system.ts'

/** @returns the API as the new organization's administrator sees it. */
export function addOrganization(system: System, name: string): Promise<Api> {
  return withEmbedded(system.dataDir, async (connectionString) => {
    const store = await openStore({ connectionString, maxConnections: 2, log: silentLog })
    try {
      const { keys } = await openKeyFile(join(system.dataDir, 'master.key'))
      const vault = createVault({
        dataKeys: store.dataKeys,
        keyEncryption: createKeyEncryption(keys),
      })
      const credentials = await makeOrganization(
        { store, vault, ids: randomIds },
        { name, adminEmail: `${name.toLowerCase()}@example.com` },
      )
      return apiOf(system.api.url, credentials)
    } finally {
      await store.close()
    }
  })
}
