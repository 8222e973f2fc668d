/**
 * Keeps secrets out of traces: the instance's own, in whatever spelling they travel, and whatever goes by a name that
 * secrets have. Large values are cut: a trace is for reading.
 */
import { Readable } from 'node:stream'

/** The secrets of one instance, ready to be found. */
export type Mask = readonly string[]

const masked = '********'
const maxTextCharacters = 10_000
const maxMembers = 200
const maxDepth = 12

/** Shorter values stand in too many innocent places. */
const minSecretCharacters = 4

const secretName =
  /^(?:proxy-)?authorization$|cookie|token|secret|password|passwd|credential|signature|api[-_.]?key|private[-_.]?key|^jwt$|^code$/i

/**
 * @param configuration - The instance's.
 * @param secretKeys - Which of its keys are secret.
 */
export function createMask(
  configuration: Readonly<Record<string, string | null>>,
  secretKeys: ReadonlySet<string>,
): Mask {
  const secrets = [...secretKeys].flatMap((key) => configuration[key] ?? [])
  const spellings = secrets
    .filter((secret) => secret.length >= minSecretCharacters)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ])
  // Longer ones first: one secret may be a part of another.
  return [...new Set(spellings)].sort((a, b) => b.length - a.length)
}

/** A text without the secrets, cut. */
export function maskedText(text: string, mask: Mask): string {
  let shown = text
  for (const secret of mask) shown = shown.replaceAll(secret, masked)
  shown = shown.replace(credentials, `$1${masked}`)
  const { length } = shown
  return length > maxTextCharacters
    ? `${shown.slice(0, maxTextCharacters)}… (${length} characters)`
    : shown
}

/** Values that name themselves as credentials inside a text: a query parameter, a header, a member of a JSON text. */
const credentials =
  /((?:bearer|basic)\s+|(?:access_token|refresh_token|client_secret|api_?key|password|token|signature)["']?\s*[=:]\s*["']?)[^&\s"'<>,}]+/gi

/** A copy of a JSON value without the secrets, cut; streams are named only. */
export function maskedValue(value: unknown, mask: Mask, depth = 0): unknown {
  if (typeof value === 'string') return maskedText(value, mask)
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Readable) return '(stream)'
  if (depth >= maxDepth) return '…'
  if (Array.isArray(value)) {
    const members = value.slice(0, maxMembers).map((member) => maskedValue(member, mask, depth + 1))
    return value.length > maxMembers ? [...members, `… (${value.length} members)`] : members
  }
  if (!isPlain(value)) return `(${value.constructor?.name ?? 'object'})`
  return maskedMembers(value as Record<string, unknown>, mask, depth)
}

function maskedMembers(object: Record<string, unknown>, mask: Mask, depth: number) {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(object).slice(0, maxMembers)) {
    const isSecret = secretName.test(name) && (typeof value === 'string' || Array.isArray(value))
    shown[name] = isSecret && value !== '' ? masked : maskedValue(value, mask, depth + 1)
  }
  return shown
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
