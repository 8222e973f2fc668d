import { createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyIdOf, openEnvelope, sealEnvelope } from './envelope.ts'
import { createKeyEncryption } from './key-encryption.ts'
import type { Place } from './vault.ts'

const aKey = (id = 7) => ({ id, key: createSecretKey(randomBytes(32)) })
const place: Place = { table: 'instance', column: 'sealed_token', rowId: 1000 }
const places = fc.record({
  table: fc.stringMatching(/^[a-z_]{1,12}$/),
  column: fc.stringMatching(/^[a-z_]{1,12}$/),
  rowId: fc.nat(),
})

describe('a sealed value', () => {
  it('opens to the same text, whatever the text, the place, the organization and the key', () => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(text, places, fc.nat(), fc.nat(), (plaintext, where, organization, id) => {
        const key = aKey(id)
        const sealed = sealEnvelope(key, organization, where, plaintext)
        expect(openEnvelope(key, organization, where, sealed)).toBe(plaintext)
        expect(keyIdOf(sealed)).toBe(id)
      }),
    )
  })

  it('does not open in another place, organization, or under another key', () => {
    const key = aKey()
    const sealed = sealEnvelope(key, 1, place, 'secret')
    const opening = [
      () => openEnvelope(key, 2, place, sealed),
      () => openEnvelope(key, 1, { ...place, table: 'credential' }, sealed),
      () => openEnvelope(key, 1, { ...place, column: 'sealed_secrets' }, sealed),
      () => openEnvelope(key, 1, { ...place, rowId: 1001 }, sealed),
      () => openEnvelope(aKey(), 1, place, sealed),
      () => openEnvelope({ ...key, id: 8 }, 1, place, sealed),
    ]

    for (const open of opening) expect(open).toThrow(/not authentic/)
  })

  it('does not open at a second place, however the two are written', () => {
    fc.assert(
      fc.property(places, places, fc.nat(), fc.nat(), (one, other, organization, another) => {
        fc.pre(JSON.stringify([one, organization]) !== JSON.stringify([other, another]))
        const key = aKey()
        const sealed = sealEnvelope(key, organization, one, 'secret')
        expect(() => openEnvelope(key, another, other, sealed)).toThrow(/not authentic/)
      }),
    )
  })

  it('does not open when any bit of it was changed', () => {
    const key = aKey()
    const sealed = sealEnvelope(key, 1, place, 'secret')
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const opening = () => openEnvelope({ ...key, id: keyIdOf(changed) }, 1, place, changed)
      expect(opening).toThrow(/not authentic|unknown version/)
    }
  })

  it('does not open when it was cut short or lengthened', () => {
    const key = aKey()
    const sealed = sealEnvelope(key, 1, place, 'secret')

    for (let length = 33; length < sealed.length; length += 1) {
      expect(() => openEnvelope(key, 1, place, sealed.subarray(0, length))).toThrow(/not authentic/)
    }
    expect(() => openEnvelope(key, 1, place, Buffer.concat([sealed, Buffer.of(0)]))).toThrow()
    expect(() => keyIdOf(sealed.subarray(0, 32))).toThrow(/too short/)
  })

  it('differs every time it is made, and tells nothing but its length', () => {
    const key = aKey()
    const sealed = Array.from({ length: 100 }, () => sealEnvelope(key, 1, place, 'secret'))

    expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(100)
    expect(sealed.every((one) => one.length === 33 + 6 && !one.includes('secret'))).toBe(true)
  })

  it('never repeats its text in the error', () => {
    const key = aKey()
    const sealed = sealEnvelope(key, 1, place, 'hunter2')

    expect(() => openEnvelope(key, 2, place, sealed)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  it('refuses names that could be read as another place', () => {
    const seal = () => sealEnvelope(aKey(), 1, { ...place, table: 'a:b' }, 'x')

    expect(seal).toThrow(TypeError)
  })

  it('can be read with nothing but the documented bytes', () => {
    const key = aKey(258)
    const sealed = sealEnvelope(key, 12, place, 'grüße')

    const decipher = createDecipheriv('aes-256-gcm', key.key, sealed.subarray(5, 17))
    decipher.setAAD(Buffer.from('valence:1:258:12:instance:1000:sealed_token'))
    decipher.setAuthTag(sealed.subarray(17, 33))
    const text = decipher.update(sealed.subarray(33), undefined, 'utf8') + decipher.final('utf8')

    expect(text).toBe('grüße')
    expect([...sealed.subarray(0, 5)]).toEqual([1, 0, 0, 1, 2])
  })

  it('is what docs/reference/vault-format.md gives as its test vector', async () => {
    const url = new URL('../../../../docs/reference/vault-format.md', import.meta.url)
    const page = await readFile(url, 'utf8')
    const [kek, wrapped, sealed] = [...page.matchAll(/\| `([0-9a-f]{64,})`/g)].map(([, hex]) =>
      Buffer.from(hex ?? '', 'hex'),
    ) as [Buffer, Buffer, Buffer]
    const encryption = createKeyEncryption([{ id: '2026-11', key: createSecretKey(kek) }])

    const key = createSecretKey(await encryption.unwrap('2026-11', 12, wrapped))

    expect(openEnvelope({ id: 258, key }, 12, place, sealed)).toBe('grüße')
  })
})
