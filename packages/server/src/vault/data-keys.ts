import { createSecretKey, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import type { OpenDataKey } from './envelope.ts'
import type { KeyEncryption } from './key-encryption.ts'

/** A wrapped data key as the store keeps it. */
export interface StoredDataKey {
  readonly id: number
  readonly organizationId: number
  readonly kekId: string
  readonly wrapped: Buffer
  readonly active: boolean
}

/** What the vault needs of a store. */
export interface DataKeyStore {
  list(organizationId: number): Promise<readonly StoredDataKey[]>
  create(organizationId: number, kekId: string, wrapped: Buffer): Promise<StoredDataKey>
  createFirst(organizationId: number, kekId: string, wrapped: Buffer): Promise<StoredDataKey>
  onePerKek(): Promise<readonly StoredDataKey[]>
  listWrappedByOther(kekId: string): Promise<readonly StoredDataKey[]>
  rewrap(
    id: number,
    from: { kekId: string },
    to: { kekId: string; wrapped: Buffer },
  ): Promise<boolean>
}

/** Organizations whose unwrapped keys are kept in memory. */
const MAX_ORGANIZATIONS = 1_000
/** A rotation made by another process is followed within this time; until then the former key keeps sealing. */
const MAX_AGE_MS = 60_000

/** Unwrapped keys of one organization. */
interface KeyRing {
  readonly active: OpenDataKey
  readonly byId: ReadonlyMap<number, OpenDataKey>
  readonly loadedAt: number
}

export interface DataKeys {
  /** The key that seals; made when the organization has none. */
  active(organizationId: number): Promise<OpenDataKey>
  /** @throws {Error} when the organization has no such key, or it cannot be unwrapped. */
  byId(organizationId: number, keyId: number): Promise<OpenDataKey>
  /** Make a new active key. */
  rotate(organizationId: number): Promise<OpenDataKey>
}

/** Data keys of organizations, unwrapped once and kept in bounded memory. */
export function createDataKeys(options: {
  store: DataKeyStore
  keyEncryption: KeyEncryption
  clock: Pick<Clock, 'now'>
}): DataKeys {
  const { store, keyEncryption, clock } = options
  const rings = new LRUCache<number, KeyRing>({ max: MAX_ORGANIZATIONS })
  const loading = new Map<number, Promise<KeyRing>>()

  // Calls that come while the keys are on their way wait for the same answer.
  function load(organizationId: number): Promise<KeyRing> {
    const current = loading.get(organizationId)
    if (current) return current
    const next = read(organizationId).finally(() => loading.delete(organizationId))
    loading.set(organizationId, next)
    return next
  }

  async function read(organizationId: number): Promise<KeyRing> {
    const loadedAt = clock.now()
    const found = await store.list(organizationId)
    const stored = found.some(({ active }) => active)
      ? found
      : [...found, await createWrapped(organizationId, store.createFirst)]
    const keys = await Promise.all(stored.map(unwrap))
    const byId = new Map(keys.map((key) => [key.id, key]))
    const activeId = stored.find(({ active }) => active)?.id
    const active = byId.get(activeId ?? 0)
    if (!active) throw new Error(`Organization ${organizationId} has no active data key`)
    const ring = { active, byId, loadedAt }
    rings.set(organizationId, ring)
    return ring
  }

  async function unwrap({ id, kekId, organizationId, wrapped }: StoredDataKey) {
    const bytes = await keyEncryption.unwrap(kekId, organizationId, wrapped)
    const key = createSecretKey(bytes)
    bytes.fill(0)
    return { id, key }
  }

  async function createWrapped(organizationId: number, create: DataKeyStore['create']) {
    const bytes = randomBytes(32)
    const wrapped = await keyEncryption.wrap(organizationId, bytes)
    bytes.fill(0)
    return create(organizationId, keyEncryption.currentId, wrapped)
  }

  return {
    async active(organizationId) {
      const ring = rings.get(organizationId)
      const isFresh = ring && clock.now() - ring.loadedAt < MAX_AGE_MS
      return (isFresh ? ring : await load(organizationId)).active
    },
    async byId(organizationId, keyId) {
      const known = rings.get(organizationId)?.byId.get(keyId)
      if (known) return known
      // Another process made it since: look again, and again when that look had begun before.
      for (let look = 0; look < 2; look += 1) {
        const key = (await load(organizationId)).byId.get(keyId)
        if (key) return key
      }
      throw new Error(`Organization ${organizationId} has no data key ${keyId}`)
    },
    async rotate(organizationId) {
      await createWrapped(organizationId, store.create)
      // What is being read now may be from before.
      await loading.get(organizationId)?.catch(() => undefined)
      return (await load(organizationId)).active
    },
  }
}
