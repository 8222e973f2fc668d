import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** Work of one hash: 32 MiB for about 0.2 s. Of OWASP's equivalent choices for scrypt, one that needs little memory. */
const cost = { ln: 15, r: 8, p: 3 } as const
const SALT_LENGTH = 16
const HASH_LENGTH = 32

/** Stored parameters beyond these are not ours: a changed row must not make us compute for hours. */
const limits = { ln: 20, r: 32, p: 16 } as const

/**
 * Hash a password for storage.
 *
 * @returns `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, base64 without padding: the PHC string format, so that other
 *   programs can read it and the cost can grow without a migration.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_LENGTH)
  const hash = await derive(password, { ...cost, salt, length: HASH_LENGTH })
  const { ln, r, p } = cost
  return `$scrypt$ln=${ln},r=${r},p=${p}$${encode(salt)}$${encode(hash)}`
}

/**
 * Is this the password? Takes as long for a wrong password as for the right one, and as long when there is nobody to
 * compare with: pass `undefined` for an unknown user, so that the time does not tell which emails exist.
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
): Promise<boolean> {
  const parsed = stored === undefined ? undefined : parse(stored)
  const { hash, ...parameters } = parsed ?? decoy
  const derived = await derive(password, { ...parameters, length: hash.length })
  return timingSafeEqual(derived, hash) && parsed !== undefined
}

/** Was it hashed at another cost than today's? Then hash it again at the next successful sign-in. */
export function needsRehash(stored: string): boolean {
  const parsed = parse(stored)
  return parsed?.ln !== cost.ln || parsed.r !== cost.r || parsed.p !== cost.p
}

interface Parameters {
  readonly ln: number
  readonly r: number
  readonly p: number
  readonly salt: Buffer
}

const decoy: Parameters & { hash: Buffer } = {
  ...cost,
  salt: randomBytes(SALT_LENGTH),
  hash: randomBytes(HASH_LENGTH),
}

function parse(stored: string): (Parameters & { hash: Buffer }) | undefined {
  const pattern =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,})\$([A-Za-z0-9+/]{43,})$/
  const match = pattern.exec(stored)
  if (!match) return undefined
  const [ln, r, p] = match.slice(1, 4).map(Number) as [number, number, number]
  const isWithin = ln >= 1 && r >= 1 && p >= 1 && ln <= limits.ln && r <= limits.r && p <= limits.p
  if (!isWithin) return undefined
  const [salt, hash] = match.slice(4).map((text) => Buffer.from(text, 'base64')) as [Buffer, Buffer]
  return { ln, r, p, salt, hash }
}

function derive(password: string, parameters: Parameters & { length: number }): Promise<Buffer> {
  const { ln, r, p, salt, length } = parameters
  const N = 2 ** ln
  // Node.js refuses more than 32 MiB unless told; the algorithm needs 128·N·r and a little for p.
  const options: ScryptOptions = { N, r, p, maxmem: 128 * r * (N + p + 2) }
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  // The same letters typed on two keyboards may be different code points (RFC 8265 section 4.2).
  scrypt(password.normalize('NFC'), salt, length, options, (error, hash) =>
    error ? reject(error) : resolve(hash),
  )
  return promise
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
