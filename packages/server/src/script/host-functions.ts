/**
 * What scripts may ask of the host: pure functions over JSON. None of them reaches the file system, the network, the
 * process or the state of another run, and none keeps anything.
 */
import { createHash, createHmac, getHashes, randomBytes, randomInt, randomUUID } from 'node:crypto'
import * as querystring from 'node:querystring'
import * as url from 'node:url'

/** Operands and answer are JSON values; a throw becomes an `Error` inside the script. */
type HostFunction = (...operands: unknown[]) => unknown

const maxRandomBytes = 65_536
const maxDigestParts = 10_000
const encodings = new Set([
  'utf8',
  'utf-8',
  'base64',
  'base64url',
  'hex',
  'latin1',
  'binary',
  'ascii',
])
const hashes = new Set(getHashes().map((name) => name.toLowerCase()))
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Every function of the bridge by name. */
export const hostFunctions: ReadonlyMap<string, HostFunction> = new Map<string, HostFunction>([
  ['bytes.convert', (value, from, to) => bytes(value, from).toString(encodingOf(to))],
  ['crypto.check', (algorithm) => void algorithmOf(algorithm)],
  ['crypto.digest', digest],
  ['crypto.hashes', () => [...hashes]],
  ['crypto.randomBytes', (size) => [...randomBytes(integer(size, 0, maxRandomBytes))]],
  ['crypto.randomUUID', () => randomUUID()],
  ['crypto.randomString', (size) => randomString(integer(size, 1, maxRandomBytes))],
  ['querystring.escape', (value) => querystring.escape(text(value))],
  ['querystring.unescape', (value) => querystring.unescape(text(value))],
  ['querystring.parse', parseQuery],
  ['querystring.stringify', stringifyQuery],
  ['url.parse', (address, query, slashes) => ({ ...parseUrl(address, query, slashes) })],
  ['url.format', (parts) => url.format({ ...(parts as url.UrlObject) })],
  ['url.formatText', (address) => url.format(text(address))],
  ['url.resolve', (from, to) => url.resolve(text(from), text(to))],
])

function digest(algorithm: unknown, encoding: unknown, key: unknown, parts: unknown): unknown {
  const name = algorithmOf(algorithm)
  if (!Array.isArray(parts) || parts.length > maxDigestParts) {
    throw new TypeError(`A digest takes at most ${maxDigestParts} parts`)
  }
  const sum = key === null ? createHash(name) : createHmac(name, operand(key))
  for (const part of parts) sum.update(operand(part))
  const result = sum.digest()
  return encoding === null ? [...result] : result.toString(encodingOf(encoding))
}

function operand(value: unknown): Buffer {
  const { text: data, encoding } = value as { text: unknown; encoding?: unknown }
  return bytes(data, encoding ?? 'utf8')
}

function parseQuery(
  value: unknown,
  separator: unknown,
  equals: unknown,
  maxKeys: unknown,
): unknown {
  return querystring.parse(text(value), text(separator), text(equals), {
    maxKeys: integer(maxKeys, 0, Number.MAX_SAFE_INTEGER),
  })
}

function stringifyQuery(values: unknown, separator: unknown, equals: unknown): string {
  const members = values as querystring.ParsedUrlQueryInput
  return querystring.stringify(members, text(separator), text(equals))
}

// The one call of the deprecated parser: it is what `require('url').parse` has always meant to scripts, and WHATWG
// parsing gives other answers. Nothing of the host trusts what it says.
function parseUrl(address: unknown, query: unknown, slashes: unknown): object {
  return url.parse(text(address), query === true, slashes === true)
}

function randomString(size: number): string {
  return Array.from({ length: size }, () => alphanumeric[randomInt(alphanumeric.length)]).join('')
}

function bytes(value: unknown, encoding: unknown): Buffer {
  return Buffer.from(text(value), encodingOf(encoding))
}

function algorithmOf(value: unknown): string {
  const name = text(value).toLowerCase()
  if (!hashes.has(name)) throw new Error(`Digest method '${name.slice(0, 50)}' is not supported`)
  return name
}

function encodingOf(value: unknown): BufferEncoding {
  const name = text(value).toLowerCase()
  if (!encodings.has(name)) throw new TypeError(`Unknown encoding: ${name.slice(0, 50)}`)
  return name as BufferEncoding
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`A string was expected, not ${typeof value}`)
  return value
}

function integer(value: unknown, least: number, most: number): number {
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
    throw new RangeError(`A whole number from ${least} to ${most} was expected`)
  }
  return Number(value)
}
