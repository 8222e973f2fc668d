/**
 * A sealed value, byte by byte. docs/reference/vault-format.md is the specification; keep the two in step.
 *
 *     0      version, 1
 *     1..4   id of the data key, unsigned, big-endian
 *     5..16  nonce
 *     17..32 tag
 *     33..   ciphertext, as long as the plaintext in UTF-8
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import type { Place } from './vault.ts'

const VERSION = 1
const NONCE_START = 5
const TAG_START = 17
const CIPHERTEXT_START = 33
/** SP 800-38D section 5.2.1.1: 96 bits need no further derivation. */
const NONCE_LENGTH = TAG_START - NONCE_START
const TAG_LENGTH = CIPHERTEXT_START - TAG_START

/** A data key as it is used: its id in the store and the key itself. */
export interface OpenDataKey {
  readonly id: number
  readonly key: KeyObject
}

/**
 * Seal a text. The nonce is random: one key may seal 2^32 values before two nonces are likely enough to meet
 * (SP 800-38D section 8.3), which is why data keys are rotated and belong to one organization each.
 */
export function sealEnvelope(
  { id, key }: OpenDataKey,
  organizationId: number,
  place: Place,
  plaintext: string,
): Buffer {
  const nonce = randomBytes(NONCE_LENGTH)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH })
  cipher.setAAD(associatedData(id, organizationId, place))
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  const header = Buffer.alloc(NONCE_START)
  header.writeUInt8(VERSION, 0)
  header.writeUInt32BE(id, 1)
  return Buffer.concat([header, nonce, cipher.getAuthTag(), ciphertext])
}

/**
 * Open what `sealEnvelope` made with the same key, organization and place.
 *
 * @throws {Error} when any of them is another, or a byte was changed. Which of these it was cannot be told.
 */
export function openEnvelope(
  { id, key }: OpenDataKey,
  organizationId: number,
  place: Place,
  sealed: Buffer,
): string {
  const nonce = sealed.subarray(NONCE_START, TAG_START)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH })
  decipher.setAAD(associatedData(id, organizationId, place))
  decipher.setAuthTag(sealed.subarray(TAG_START, CIPHERTEXT_START))
  const ciphertext = sealed.subarray(CIPHERTEXT_START)
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new Error(`The sealed value at ${describe(place)} is not authentic for this place`, {
      cause,
    })
  }
}

/**
 * The data key a value was sealed with.
 *
 * @throws {Error} when the bytes are no envelope of a version known here.
 */
export function keyIdOf(sealed: Buffer): number {
  if (sealed.length < CIPHERTEXT_START) throw new Error('A sealed value is too short')
  const version = sealed.readUInt8(0)
  if (version !== VERSION) throw new Error(`A sealed value has the unknown version ${version}`)
  return sealed.readUInt32BE(1)
}

// Everything that says where the value belongs, in a form no two places share: names hold no colon.
function associatedData(keyId: number, organizationId: number, place: Place): Buffer {
  const { table, column, rowId } = place
  if (!/^[a-z_]+$/.test(table) || !/^[a-z_]+$/.test(column)) {
    throw new TypeError(`${describe(place)} is not a place: names are of a-z and _`)
  }
  const words = ['valence', VERSION, keyId, organizationId, table, rowId, column]
  return Buffer.from(words.join(':'), 'utf8')
}

function describe({ table, column, rowId }: Place): string {
  return `${table}.${column} of row ${rowId}`
}
