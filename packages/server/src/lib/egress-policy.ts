/**
 * Which addresses may be called from here. Base URLs, callback URLs and token URLs come from users: without a policy they
 * could reach the database, the cloud's metadata service or the neighbour's intranet (docs/reference/egress.md).
 */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { ValenceError } from './errors.ts'

export interface EgressPolicy {
  /** What can be told from the URL alone: scheme, user, port, a literal address. @throws {ValenceError} `egress_denied`. */
  assertUrl(url: URL): void
  /** May a connection be made to this resolved address, which `host` led to? */
  isAddressAllowed(address: string, host: string, port: number): boolean
}

/** One entry of the allow list. */
type Opening = (address: ipaddr.IPv4 | ipaddr.IPv6, host: string, port: number) => boolean

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

const loopback: readonly Range[] = [ipaddr.parseCIDR('127.0.0.0/8'), ipaddr.parseCIDR('::1/128')]
const privateRanges: readonly Range[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
].map((text) => ipaddr.parseCIDR(text))

/**
 * Read an allow list: comma-separated CIDRs, addresses, hosts and `*.suffix`es, each with an optional `:port`, and the
 * words `loopback`, `private` and `*` (everything). Empty: only public addresses.
 *
 * @throws {ValenceError} `unavailable`, naming the entry that is none.
 */
export function parseEgressAllow(text: string): EgressPolicy {
  const openings = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseEntry)
  return createPolicy(openings)
}

function parseEntry(entry: string): Opening {
  if (entry === '*') return () => true
  if (entry === 'loopback') return (address) => isIn(address, loopback)
  if (entry === 'private') return (address) => isIn(address, privateRanges)
  if (entry.includes('/')) return parseRange(entry)
  const [, name = '', port] =
    /^(\[[^\]]+\]|[^:]+|[^[\]]*:[^[\]]*:[^[\]]*?)(?::(\d{1,5}))?$/.exec(entry) ?? []
  const host = name.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIP(host)) return allowAddress(host, port)
  if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/.test(host)) throw unreadable(entry)
  return allowHost(host, port)
}

function parseRange(entry: string): Opening {
  if (!ipaddr.isValidCIDR(entry)) throw unreadable(entry)
  const range = ipaddr.parseCIDR(entry)
  return (address) => isIn(address, [range])
}

function allowAddress(text: string, port: string | undefined): Opening {
  const allowed = ipaddr.process(text).toString()
  return (address, _host, actual) => address.toString() === allowed && isPort(port, actual)
}

function allowHost(name: string, port: string | undefined): Opening {
  const suffix = name.startsWith('*.') ? name.slice(1) : undefined
  return (_address, host, actual) =>
    (suffix ? host.endsWith(suffix) : host === name) && isPort(port, actual)
}

function isPort(allowed: string | undefined, actual: number): boolean {
  return allowed === undefined || Number(allowed) === actual
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly Range[]): boolean {
  return ranges.some(([base, bits]) => address.kind() === base.kind() && address.match(base, bits))
}

function unreadable(entry: string): ValenceError {
  return new ValenceError(
    'unavailable',
    `VALENCE_EGRESS_ALLOW: '${entry}' is no CIDR, address, host, host:port, *.suffix, 'loopback', 'private' or '*'.`,
  )
}

function createPolicy(openings: readonly Opening[]): EgressPolicy {
  const isOpened = (address: ipaddr.IPv4 | ipaddr.IPv6, host: string, port: number) =>
    openings.some((opening) => opening(address, host, port))

  const isAddressAllowed = (text: string, host: string, port: number) => {
    if (!ipaddr.isValid(text)) return false
    // An IPv4 address inside an IPv6 one is judged as what it is.
    const address = ipaddr.process(text)
    return isPublic(address) || isOpened(address, host.toLowerCase(), port)
  }

  return {
    isAddressAllowed,
    assertUrl(url) {
      const port = portOf(url)
      if (url.protocol !== 'https:' && url.protocol !== 'http:') {
        throw denied(url, `the scheme '${url.protocol.slice(0, -1)}' is not http or https`)
      }
      if (url.username || url.password) throw denied(url, 'it holds a user name or password')
      if (port < 1024 && port !== 80 && port !== 443)
        throw denied(url, `port ${port} is not one of a web server`)
      const host = hostOf(url)
      if (isIP(host) && !isAddressAllowed(host, host, port))
        throw denied(url, 'the address is not public')
    },
  }
}

// Only plain unicast is public: private, link-local, shared, multicast, documentation and tunnelled (6to4, NAT64, Teredo)
// ranges all have other names.
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.range() === 'unicast'
}

/** The port of a URL, the scheme's own when it names none. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'http:' ? 80 : 443
}

/** The host of a URL without the brackets of an IPv6 address. `URL` has already turned odd forms (`0x7f.1`) into plain ones. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** The refusal of an address, without its path and query: they may hold secrets. */
export function denied(url: URL, why: string): ValenceError {
  return new ValenceError(
    'egress_denied',
    `${url.host} may not be called: ${why}. The operator can open addresses with VALENCE_EGRESS_ALLOW.`,
  )
}
