import { LRUCache } from 'lru-cache'

/** One custom field of one tenant. */
export interface CustomField {
  readonly id: string
  /** The caller's name for it, prefix included. */
  readonly name: string
  readonly label: string
  readonly type: string
}

/** The custom fields of one object, by both of their names. */
export interface CustomFieldDictionary {
  readonly byId: ReadonlyMap<string, CustomField>
  readonly byName: ReadonlyMap<string, CustomField>
}

/** Dictionaries of instances, kept for a while. A failed load is not kept. */
export interface CustomFieldCache {
  get(
    instanceId: number | undefined,
    objectName: string,
    load: () => Promise<CustomFieldDictionary>,
  ): Promise<CustomFieldDictionary>
  forget(instanceId: number, objectName: string): void
}

/** @param ttlMs - How long a dictionary is believed; fields made at the vendor meanwhile are found by `forget`. */
export function createCustomFieldCache(ttlMs: number): CustomFieldCache {
  const cache = new LRUCache<string, Promise<CustomFieldDictionary>>({ max: 2000, ttl: ttlMs })
  return {
    get(instanceId, objectName, load) {
      if (instanceId === undefined) return load()
      const key = `${instanceId}:${objectName}`
      const known = cache.get(key)
      if (known) return known
      const loading = load()
      cache.set(key, loading)
      loading.catch(() => cache.delete(key))
      return loading
    },
    forget: (instanceId, objectName) => void cache.delete(`${instanceId}:${objectName}`),
  }
}
