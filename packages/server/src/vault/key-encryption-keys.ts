import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ValenceError } from '../lib/errors.ts'
import type { KeyEncryptionKey } from './key-encryption.ts'

const KEY_LENGTH = 32

/**
 * Read key-encryption keys from a text: one key, or several separated by commas or line ends, newest first. A key is 32
 * bytes in base64 or hex, with a name before it (`2026-11:…`) or without; then it is named for its own hash.
 *
 * @param text - The value of `VALENCE_MASTER_KEY`, or what a key file holds.
 * @throws {ValenceError} `unavailable` when it is none. The message never repeats the text.
 */
export function parseKeyEncryptionKeys(text: string): readonly KeyEncryptionKey[] {
  const entries = text.split(/[,\r\n]/).map((entry) => entry.trim())
  const keys = entries.filter((entry) => entry !== '').map(parseKey)
  if (keys.length === 0) throw refusal('The master key is empty. Give 32 bytes in base64 or hex.')
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw refusal('Two master keys have the same name. Name every key once.')
  }
  return keys
}

function parseKey(entry: string, index: number): KeyEncryptionKey {
  const [, name, encoded] = /^(?:([A-Za-z0-9._-]{1,64}):)?([A-Za-z0-9+/_=-]+)$/.exec(entry) ?? []
  const bytes = encoded === undefined ? undefined : decode(encoded)
  if (bytes?.length !== KEY_LENGTH) {
    throw refusal(
      `Master key ${index + 1} is not 32 bytes in base64 or hex, optionally with "name:" before it. Make one with: openssl rand -base64 32`,
    )
  }
  return { id: name ?? fingerprint(bytes), key: createSecretKey(bytes) }
}

function decode(encoded: string): Buffer {
  return /^[0-9a-fA-F]{64}$/.test(encoded)
    ? Buffer.from(encoded, 'hex')
    : Buffer.from(encoded, 'base64')
}

// Tells two keys apart without telling anything about either: a hash of 256 random bits can't be reversed.
function fingerprint(bytes: Buffer): string {
  return createHash('sha256').update('valence-key-id:').update(bytes).digest('hex').slice(0, 16)
}

/**
 * Read the key file, making it with a new key when there is none. The file is what stands between a stolen database and
 * its secrets: back it up apart from the database, and lose neither.
 *
 * @returns The keys, newest first, and whether the file was made now.
 * @throws {ValenceError} `unavailable` when others than its owner may read it, or it holds no key.
 */
export async function openKeyFile(
  path: string,
): Promise<{ keys: readonly KeyEncryptionKey[]; isNew: boolean }> {
  const isNew = await createKeyFile(path)
  const { mode } = await stat(path)
  if ((mode & 0o077) !== 0) {
    throw refusal(
      `The key file ${path} may be read by others (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${path}`,
    )
  }
  return { keys: parseKeyEncryptionKeys(await readFile(path, 'utf8')), isNew }
}

// Written aside and linked: whoever sees the file sees a whole one, and of two processes that begin together one wins.
async function createKeyFile(path: string): Promise<boolean> {
  if (await stat(path).catch(isMissing)) return false
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const unfinished = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = await open(unfinished, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(KEY_LENGTH).toString('base64')}\n`)
    await file.sync()
    await link(unfinished, path)
    await syncDirectory(dirname(path))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await file.close()
    await rm(unfinished, { force: true })
  }
}

function isMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

// What it seals may be on disk a moment later: the key must not be lost to a power failure before.
async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir)
  await handle.sync().finally(() => handle.close())
}

function refusal(message: string): ValenceError {
  return new ValenceError('unavailable', message)
}
