/** The vault the settings ask for. */
import { resolve } from 'node:path'
import type { Config } from './config.ts'
import type { Store } from './store/store.ts'
import { createVault, type ManagedVault } from './vault/create-vault.ts'
import { createKeyEncryption } from './vault/key-encryption.ts'
import { openKeyFile, parseKeyEncryptionKeys } from './vault/key-encryption-keys.ts'

/**
 * Open the vault and prove that its keys fit the database. A newer master key takes over now; afterwards the older ones
 * can be removed from the settings.
 *
 * @returns the vault, and where its master keys come from.
 * @throws {ValenceError} `unavailable`, naming the key that is missing or unusable.
 */
export async function openVault(
  config: Config,
  store: Store,
): Promise<{ vault: ManagedVault; source: string }> {
  const { keys, source } = await readMasterKeys(config)
  const vault = createVault({ dataKeys: store.dataKeys, keyEncryption: createKeyEncryption(keys) })
  await vault.assertKeysOpen()
  await vault.rewrapDataKeys()
  return { vault, source }
}

async function readMasterKeys(config: Config) {
  if (config.masterKey)
    return { keys: parseKeyEncryptionKeys(config.masterKey), source: 'VALENCE_MASTER_KEY' }
  const path = config.keyFile ?? resolve(config.dataDir, 'master.key')
  const { keys, isNew } = await openKeyFile(path)
  return { keys, source: isNew ? `${path} (made now: keep a copy apart from the database)` : path }
}
