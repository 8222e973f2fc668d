/**
 * Which addresses may be called from here. Base URLs, callback URLs and token URLs come from users: without a policy they
 * could reach the database, the cloud's metadata service or the neighbour's intranet (docs/reference/egress.md).
 */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type Address, parseOpening, withoutFinalDot } from './egress-allow.ts'
import { ValenceError } from './errors.ts'

export interface EgressPolicy {
  /** What can be told from the URL alone: scheme, user, port, a literal address. @throws {ValenceError} `egress_denied`. */
  assertUrl(url: URL): void
  /** May a connection be made to this resolved address, which `host` led to? */
  isAddressAllowed(address: string, host: string, port: number): boolean
}

/**
 * The policy of an allow list: comma-separated entries, see `parseOpening`. Empty: only public addresses.
 *
 * @throws {ValenceError} `unavailable`, naming the entry that can't be read and why.
 */
export function parseEgressAllow(text: string): EgressPolicy {
  const openings = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseOpening)

  function isAddressAllowed(addressText: string, host: string, port: number): boolean {
    const address = addressOf(addressText)
    if (!address) return false
    const name = nameOf(host)
    return (
      isPublic(address) ||
      openings.some(
        (opening) =>
          (opening.port === undefined || opening.port === port) && opening.matches(address, name),
      )
    )
  }

  /** Ports of the system's own services (mail, shells, name servers) are closed unless an entry names them. */
  function isPortAllowed(host: string, port: number): boolean {
    if (port === 80 || port === 443 || port >= 1024) return true
    const address = addressOf(host)
    const name = nameOf(host)
    return openings.some((opening) => opening.port === port && opening.matches(address, name))
  }

  function assertUrl(url: URL): void {
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw denied(url, `the scheme '${url.protocol.slice(0, -1)}' is not http or https`)
    if (url.username || url.password) throw denied(url, 'it holds a user name or password')
    const port = portOf(url)
    const host = hostOf(url)
    if (!isPortAllowed(host, port)) throw denied(url, `port ${port} is not one of a web server`)
    if (isIP(host) && !isAddressAllowed(host, host, port))
      throw denied(url, 'the address is not public')
  }

  return { assertUrl, isAddressAllowed }
}

/** An IPv4 address inside an IPv6 one (`::ffff:10.0.0.1`) is judged as what it is. */
function addressOf(text: string): Address | undefined {
  return isIP(text) ? ipaddr.process(text) : undefined
}

function nameOf(host: string): string {
  return withoutFinalDot(host.toLowerCase())
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Only plain unicast is public: private, link-local, shared, multicast, documentation and tunnelled (6to4, NAT64, Teredo)
 * ranges all have other names. Of IPv6 only 2000::/3 is given out (RFC 4291 §2.4, IANA); the rest holds, among others, IPv4
 * addresses in the old `::a.b.c.d` form.
 */
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  return !(address instanceof ipaddr.IPv6) || address.match(globalUnicast)
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
function denied(url: URL, why: string): ValenceError {
  return new ValenceError(
    'egress_denied',
    `${url.host} may not be called: ${why}. The operator can open addresses with VALENCE_EGRESS_ALLOW.`,
  )
}
