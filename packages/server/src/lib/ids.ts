import { createHash, randomBytes, randomFillSync } from 'node:crypto'

/** Where identifiers and secrets come from. Injected, so that a test owns them. */
export interface Ids {
  /** 24 lower-case hex digits: the form clients know from `Elements-Request-Id`. */
  requestId(): string
  /** A secret for a user or an instance: 43 base64 characters, 256 bits, no comma and no white space. */
  secret(): string
  /** A secret for an organization: 32 hex digits (wire contract, section 1.1). */
  organizationSecret(): string
}

const requestIdBytes = 12
const pool = Buffer.alloc(requestIdBytes * 256)
let used = pool.length

/** Random bytes for request ids are drawn for 256 at a time: a draw of their own costs more than all else about them. */
function nextRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const start = used
  used += requestIdBytes
  return pool.toString('hex', start, used)
}

/** Identifiers from the operating system's random source. */
export const randomIds: Ids = {
  requestId: nextRequestId,
  secret: () => randomBytes(32).toString('base64').replace('=', ''),
  organizationSecret: () => randomBytes(16).toString('hex'),
}

/**
 * The form in which a secret that callers present is looked up: SHA-256, 64 hex digits.
 * A plain hash is enough for 256 random bits; a password needs `vault/password.ts`.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
