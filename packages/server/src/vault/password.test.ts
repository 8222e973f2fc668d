import { describe, expect, it } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from './password.ts'

describe('a password hash', () => {
  it('is verified by its password and no other', async () => {
    const hash = await hashPassword('correct horse')

    expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await verifyPassword('correct horse', hash)).toBe(true)
    expect(await verifyPassword('correct horsf', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  it('is another each time', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'))
  })

  it('does not depend on how a keyboard composes a letter', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true)
  })

  it('can be verified when it was made by another program at another cost, and asks to be made anew', async () => {
    // Python: hashlib.scrypt(b'pleaseletmein', salt=b'SodiumChlorideXX', n=16384, r=8, p=1, dklen=32)
    const foreign =
      '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGVYWA$qoO5uPmn1ZlMEv/5LVYAy23giCraB+wz6S8naTjrRmU'

    expect(await verifyPassword('pleaseletmein', foreign)).toBe(true)
    expect(needsRehash(foreign)).toBe(true)
    expect(needsRehash(await hashPassword('x'))).toBe(false)
  })

  it.each([
    '',
    'plain',
    '$scrypt$ln=15,r=8,p=3$short$short',
    `$scrypt$ln=31,r=8,p=3$${'a'.repeat(22)}$${'a'.repeat(43)}`,
  ])('that is none is verified by nothing: %s', async (stored) => {
    expect(await verifyPassword('x', stored)).toBe(false)
  })

  it('takes as long to refuse an unknown user as a wrong password', async () => {
    const hash = await hashPassword('x')
    const time = async (stored: string | undefined) => {
      const times: number[] = []
      for (let n = 0; n < 3; n += 1) {
        const start = performance.now()
        expect(await verifyPassword('y', stored)).toBe(false)
        times.push(performance.now() - start)
      }
      return Math.min(...times)
    }

    const [known, unknown] = [await time(hash), await time(undefined)]

    expect(unknown / known).toBeGreaterThan(0.4)
    expect(unknown / known).toBeLessThan(2.5)
  })
})
