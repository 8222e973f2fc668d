import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

/**
 * Wraps data keys. The one here does it in memory; a key management service can take its place: it would keep the
 * key-encryption key and answer these two calls.
 */
export interface KeyEncryption {
  /** Id of the key that wraps from now on. Ids are stored beside what they wrapped and never reused. */
  readonly currentId: string
  /** Wrap a 32-byte data key of an organization under the current key. */
  wrap(organizationId: number, dataKey: Buffer): Promise<Buffer>
  /**
   * @param keyId - Which key wrapped it.
   * @throws {Error} when that key is not known, or the bytes were not wrapped by it for this organization.
   */
  unwrap(keyId: string, organizationId: number, wrapped: Buffer): Promise<Buffer>
}

/** A key-encryption key and its name. */
export interface KeyEncryptionKey {
  readonly id: string
  /** 256 bits. */
  readonly key: KeyObject
}

const VERSION = 1
const NONCE_START = 1
const TAG_START = 13
const CIPHERTEXT_START = 29

/**
 * Key encryption with keys in memory, AES-256-GCM: version (1), nonce (12), tag (16), wrapped key (32), 61 bytes in all.
 *
 * @param keys - Newest first: the first wraps, the others only unwrap. At least one.
 */
export function createKeyEncryption(keys: readonly KeyEncryptionKey[]): KeyEncryption {
  const [current] = keys
  if (!current) throw new TypeError('At least one key-encryption key is needed')
  const byId = new Map(keys.map((key) => [key.id, key]))
  return {
    currentId: current.id,
    wrap: async (organizationId, dataKey) => wrap(current, organizationId, dataKey),
    async unwrap(keyId, organizationId, wrapped) {
      const key = byId.get(keyId)
      if (!key) throw new Error(`The key-encryption key ${keyId} is not configured`)
      return unwrap(key, organizationId, wrapped)
    },
  }
}

function wrap({ id, key }: KeyEncryptionKey, organizationId: number, dataKey: Buffer): Buffer {
  const nonce = randomBytes(TAG_START - NONCE_START)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(associatedData(id, organizationId))
  const ciphertext = Buffer.concat([cipher.update(dataKey), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), ciphertext])
}

function unwrap({ id, key }: KeyEncryptionKey, organizationId: number, wrapped: Buffer): Buffer {
  if (wrapped[0] !== VERSION) throw new Error(`A wrapped key has the unknown version ${wrapped[0]}`)
  const nonce = wrapped.subarray(NONCE_START, TAG_START)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  decipher.setAAD(associatedData(id, organizationId))
  decipher.setAuthTag(wrapped.subarray(TAG_START, CIPHERTEXT_START))
  try {
    const ciphertext = wrapped.subarray(CIPHERTEXT_START)
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch (cause) {
    throw new Error(`A data key was not wrapped by the key-encryption key ${id} as it is now`, {
      cause,
    })
  }
}

function associatedData(id: string, organizationId: number): Buffer {
  return Buffer.from(['valence-key', VERSION, id, organizationId].join(':'), 'utf8')
}
