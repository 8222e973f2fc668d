import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKeyEncryption } from './key-encryption.ts'
import { openKeyFile, parseKeyEncryptionKeys } from './key-encryption-keys.ts'

const bytes = randomBytes(32)
const ids = (text: string) => parseKeyEncryptionKeys(text).map(({ id }) => id)

describe('key-encryption keys', () => {
  it('are 32 bytes in hex, base64 or base64url, and the same key has the same name in each', () => {
    const forms = [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]

    const keys = forms.map((form) => parseKeyEncryptionKeys(form)[0])

    expect(keys.map((key) => key?.key.export())).toEqual([bytes, bytes, bytes])
    expect(new Set(keys.map((key) => key?.id)).size).toBe(1)
    expect(keys[0]?.id).toMatch(/^[0-9a-f]{16}$/)
  })

  it('may be several, named or not, separated by commas or line ends, newest first', () => {
    const [a, b] = [bytes.toString('base64'), randomBytes(32).toString('hex')]

    expect(ids(`2026-11:${a}, 2025.x_1:${b}`)).toEqual(['2026-11', '2025.x_1'])
    expect(ids(`2026-11:${a}\r\n${b}\n`)).toEqual([
      '2026-11',
      expect.stringMatching(/^[0-9a-f]{16}$/),
    ])
  })

  it.each([
    ['nothing', ' ', /empty/],
    ['a key of 31 bytes', randomBytes(31).toString('base64'), /key 1 is not 32 bytes/],
    ['a password', 'correct horse battery staple', /key 1 is not 32 bytes/],
    ['a bad second key', `${bytes.toString('hex')},abc`, /key 2 is not 32 bytes/],
    ['two of one name', `a:${bytes.toString('hex')},a:${bytes.toString('base64')}`, /same name/],
  ])('are refused when they are %s, without repeating the text', (_, text, words) => {
    const trimmed = text.trim()
    const error = (() => {
      try {
        parseKeyEncryptionKeys(text)
      } catch (thrown) {
        return thrown as Error
      }
      throw new Error('was accepted')
    })()

    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringMatching(words) })
    if (trimmed) expect(error.message).not.toContain(trimmed)
  })
})

describe('key encryption', () => {
  const encryption = (text: string) => createKeyEncryption(parseKeyEncryptionKeys(text))
  const [old, now] = [
    `old:${randomBytes(32).toString('hex')}`,
    `new:${randomBytes(32).toString('hex')}`,
  ]

  it('wraps with the first key and unwraps with any', async () => {
    const dataKey = randomBytes(32)
    const wrapped = await encryption(old).wrap(1, dataKey)

    const both = encryption(`${now},${old}`)

    expect(both.currentId).toBe('new')
    expect(await both.unwrap('old', 1, wrapped)).toEqual(dataKey)
    expect(await both.unwrap('new', 1, await both.wrap(1, dataKey))).toEqual(dataKey)
    expect(wrapped).toHaveLength(61)
  })

  it('does not unwrap for another organization, with another key, or what was changed', async () => {
    const both = encryption(`${now},${old}`)
    const wrapped = await both.wrap(1, randomBytes(32))
    const changed = Buffer.from(wrapped)
    changed[40] = (changed[40] ?? 0) ^ 1

    await expect(both.unwrap('new', 2, wrapped)).rejects.toThrow(/not wrapped by/)
    await expect(both.unwrap('old', 1, wrapped)).rejects.toThrow(/not wrapped by/)
    await expect(both.unwrap('new', 1, changed)).rejects.toThrow(/not wrapped by/)
    await expect(both.unwrap('none', 1, wrapped)).rejects.toThrow(/none is not configured/)
  })
})

describe('the key file', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'valence-keys-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('is made on first boot, for its owner only, and read afterwards', async () => {
    const path = join(dir, 'new', 'master.key')

    const first = await openKeyFile(path)
    const second = await openKeyFile(path)

    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect([first.isNew, second.isNew]).toEqual([true, false])
    expect(second.keys.map(({ id }) => id)).toEqual(first.keys.map(({ id }) => id))
    expect(await readdir(join(dir, 'new'))).toEqual(['master.key'])
  })

  it('is made once by processes that begin at the same moment', async () => {
    const path = join(dir, 'master.key')

    const opened = await Promise.all(Array.from({ length: 8 }, () => openKeyFile(path)))

    expect(new Set(opened.map(({ keys }) => keys[0]?.id)).size).toBe(1)
    expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await readdir(dir)).toEqual(['master.key'])
  })

  it.each([0o644, 0o640, 0o604, 0o620])(
    'is refused with mode %o, with the way out',
    async (mode) => {
      const path = join(dir, 'master.key')
      await openKeyFile(path)
      await chmod(path, mode)

      await expect(openKeyFile(path)).rejects.toThrow(`chmod 600 ${path}`)
    },
  )

  it('may hold an older key below the new one', async () => {
    const path = join(dir, 'master.key')
    await openKeyFile(path)
    const old = await readFile(path, 'utf8')
    await writeFile(path, `${randomBytes(32).toString('base64')}\n${old}`)

    expect((await openKeyFile(path)).keys).toHaveLength(2)
  })
})
