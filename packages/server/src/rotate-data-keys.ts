/** `npm start -- rotate-data-keys`: a new data key for every organization, and everything sealed anew under it. */
import type { Config } from './config.ts'
import { openDatabase } from './database.ts'
import type { Log } from './lib/log.ts'
import { openVault } from './open-vault.ts'

/** Online: servers on the same database go on meanwhile. Ending half-way leaves everything readable; run it again. */
export async function rotateDataKeys(
  config: Config,
  log: Log,
  announce: (line: string) => void,
): Promise<void> {
  const database = await openDatabase(config, log)
  try {
    const { store } = database
    const { vault } = await openVault(config, store)
    for (const organizationId of await store.organizations.ids()) {
      const { resealed, overtaken } = await vault.rotateDataKey(organizationId, store.sealedValues)
      announce(
        `Organization ${organizationId}: ${resealed} values sealed anew, ${overtaken} replaced by others meanwhile.`,
      )
    }
  } finally {
    await database.close()
  }
}
