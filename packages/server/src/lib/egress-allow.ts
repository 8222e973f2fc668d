/** The operator's allow list: what of the closed part of the network may be called (docs/reference/egress.md). */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { ValenceError } from './errors.ts'

/** An address as the parser gives it. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** What one entry opens: addresses or names, on one port or on all. */
export interface Opening {
  /** `undefined`: every port the policy lets through anyway. */
  readonly port?: number
  /** @param host - Lower case, without a final dot. */
  readonly matches: (address: Address | undefined, host: string) => boolean
}

type Range = readonly [Address, number]

const loopback = rangesOf(['127.0.0.0/8', '::1/128'])
/** RFC 1918, shared address space (RFC 6598), unique local addresses (RFC 4193). */
const privateRanges = rangesOf([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
])

const words: Readonly<Record<string, Opening>> = {
  '*': { matches: () => true },
  loopback: { matches: isWithin(loopback) },
  private: { matches: isWithin(privateRanges) },
}

/**
 * Read one entry: a word, a CIDR range, or an address, a name or `*.suffix` with an optional `:port`.
 *
 * @throws {ValenceError} `unavailable` with the entry and what is wrong with it.
 */
export function parseOpening(entry: string): Opening {
  const text = entry.toLowerCase()
  const word = Object.hasOwn(words, text) ? words[text] : undefined
  if (word) return word
  if (text.includes('/')) return parseRange(text)
  if (isIP(text)) return { matches: isAddress(text) }
  const [, bracketed, name, portText] = /^(?:\[(.*)\]|([^:]*))(?::(.*))?$/.exec(text) ?? []
  const host = bracketed ?? name
  if (!host) throw unreadable(entry, 'it is no address, name or range')
  const port = portText === undefined ? {} : { port: parsePort(entry, portText) }
  if (bracketed !== undefined && isIP(bracketed) !== 6)
    throw unreadable(entry, 'only an IPv6 address stands in brackets')
  return { ...port, matches: isIP(host) ? isAddress(host) : parseName(entry, host) }
}

function parseRange(entry: string): Opening {
  if (/^https?:/.test(entry))
    throw unreadable(entry, 'write the host and port alone, without http://')
  if (!ipaddr.isValidCIDR(entry))
    throw unreadable(entry, 'a range is written like 10.20.0.0/16, without a port')
  const [base, bits] = ipaddr.parseCIDR(entry)
  if (base.range() === 'ipv4Mapped')
    throw unreadable(entry, 'write the range of the IPv4 addresses, like 10.20.0.0/16')
  return { matches: isWithin([[base, bits]]) }
}

function parsePort(entry: string, text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port
  throw unreadable(entry, 'a port is a number from 1 to 65535')
}

function parseName(entry: string, name: string): Opening['matches'] {
  const plain = withoutFinalDot(name)
  const suffix = plain.startsWith('*.') ? plain.slice(1) : undefined
  const label = (suffix?.slice(1) ?? plain).split('.')
  if (!label.every((part) => /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(part)))
    throw unreadable(entry, 'a name has letters, digits, hyphens and dots; only *. may lead it')
  // `127.1` and `2130706433` are addresses to a URL: as names they would open nothing, silently.
  if (/^(\d+|0x[0-9a-f]*)$/.test(label.at(-1) as string))
    throw unreadable(entry, 'write an IPv4 address as four numbers')
  return (_address, host) => (suffix ? host.endsWith(suffix) : host === plain)
}

function rangesOf(texts: readonly string[]): readonly Range[] {
  return texts.map((text) => ipaddr.parseCIDR(text))
}

function isWithin(ranges: readonly Range[]): Opening['matches'] {
  return (address) =>
    address !== undefined &&
    ranges.some(([base, bits]) => address.kind() === base.kind() && address.match(base, bits))
}

function isAddress(text: string): Opening['matches'] {
  const allowed = ipaddr.process(text).toString()
  return (address) => address?.toString() === allowed
}

/** `crm.internal.` and `crm.internal` are the same name. */
export function withoutFinalDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}

function unreadable(entry: string, why: string): ValenceError {
  return new ValenceError(
    'unavailable',
    `VALENCE_EGRESS_ALLOW: '${entry}' can't be read: ${why}. Entries are CIDR ranges, addresses, names and *.suffixes, ` +
      "the latter three with an optional :port, and the words 'loopback', 'private' and '*'.",
  )
}
