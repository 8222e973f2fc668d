/** Pages that the vendor names by their address. */
import { ValenceError } from '../lib/errors.ts'
import type { Exchange } from './exchange.ts'
import { tokenText } from './resolve.ts'
import { replaceTokens } from './template.ts'

/**
 * The address of a next page, as the vendor gave it: absolute or from the root of its host.
 *
 * Our token for it comes back from a caller, and the vendor's token goes along with the call: the address must lie below
 * the resource's own.
 *
 * @throws {ValenceError} `invalid_request` for an address that lies elsewhere.
 */
export function pageAddress(exchange: Exchange, cursor: string): string {
  const { vendor, plan } = exchange
  const filled = (text: string) => replaceTokens(text, (name) => tokenText(exchange, name))
  const base = filled(vendor.base).replace(/\/+$/, '')
  const own = new URL(`${base}/${filled(vendor.path).replace(/^\/+|\/+$/g, '')}`)
  const page = URL.canParse(cursor, own.href) ? new URL(cursor, own) : undefined
  const isBelow =
    page?.origin === own.origin &&
    (page.pathname === own.pathname || page.pathname.startsWith(`${own.pathname}/`))
  if (page && isBelow) return page.href
  throw new ValenceError(
    'invalid_request',
    `The next page of ${plan.name} lies outside the resource's own address. Begin the list anew.`,
  )
}
