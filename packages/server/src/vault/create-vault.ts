import { type Clock, systemClock } from '../lib/clock.ts'
import { ValenceError } from '../lib/errors.ts'
import { createDataKeys, type DataKeyStore } from './data-keys.ts'
import { keyIdOf, openEnvelope, sealEnvelope } from './envelope.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { type ResealResult, reseal, type SealedValues } from './reseal.ts'
import type { Vault } from './vault.ts'

/** The vault with what its operator may do. */
export interface ManagedVault extends Vault {
  /**
   * Prove that every key-encryption key in use is configured, before anything relies on it.
   *
   * @throws {ValenceError} `unavailable`, with the id of the key that is missing or another than it was.
   */
  assertKeysOpen(): Promise<void>
  /** Wrap every data key under the current key-encryption key. Online; afterwards the older ones may be removed. */
  rewrapDataKeys(): Promise<{ rewrapped: number }>
  /** Give an organization a new data key and seal everything of it anew. Online; the old key stays for opening. */
  rotateDataKey(organizationId: number, values: SealedValues): Promise<ResealResult>
}

/**
 * The vault over a store of data keys.
 *
 * @param options.dataKeys - `store.dataKeys`.
 * @param options.keyEncryption - `createKeyEncryption(keys)`, or a key management service.
 */
export function createVault(options: {
  dataKeys: DataKeyStore
  keyEncryption: KeyEncryption
  clock?: Pick<Clock, 'now'>
}): ManagedVault {
  const { dataKeys: store, keyEncryption, clock = systemClock } = options
  const keys = createDataKeys({ store, keyEncryption, clock })
  const vault: Vault = {
    async seal(organizationId, place, plaintext) {
      return sealEnvelope(await keys.active(organizationId), organizationId, place, plaintext)
    },
    async open(organizationId, place, sealed) {
      const key = await keys.byId(organizationId, keyIdOf(sealed))
      return openEnvelope(key, organizationId, place, sealed)
    },
  }
  return {
    ...vault,
    assertKeysOpen: () => assertKeysOpen(store, keyEncryption),
    rewrapDataKeys: () => rewrapDataKeys(store, keyEncryption),
    async rotateDataKey(organizationId, values) {
      const { id } = await keys.rotate(organizationId)
      const isCurrent = (sealed: Buffer) => keyIdOf(sealed) === id
      return reseal({ vault, values, organizationId, isCurrent })
    },
  }
}

async function assertKeysOpen(store: DataKeyStore, keyEncryption: KeyEncryption): Promise<void> {
  for (const { kekId, organizationId, wrapped } of await store.onePerKek()) {
    try {
      const key = await keyEncryption.unwrap(kekId, organizationId, wrapped)
      key.fill(0)
    } catch (cause) {
      throw new ValenceError(
        'unavailable',
        `The database holds secrets under the master key ${kekId}, and the configured keys do not open them. Configure that key too (VALENCE_MASTER_KEY or the key file).`,
        { cause },
      )
    }
  }
}

async function rewrapDataKeys(store: DataKeyStore, keyEncryption: KeyEncryption) {
  let rewrapped = 0
  for (const { id, kekId, organizationId, wrapped } of await store.listWrappedByOther(
    keyEncryption.currentId,
  )) {
    const key = await keyEncryption.unwrap(kekId, organizationId, wrapped)
    const to = {
      kekId: keyEncryption.currentId,
      wrapped: await keyEncryption.wrap(organizationId, key),
    }
    key.fill(0)
    // `false`: another process rewrapped it first, which is as good.
    if (await store.rewrap(id, { kekId }, to)) rewrapped += 1
  }
  return { rewrapped }
}
