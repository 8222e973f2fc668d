/** The short stages after the vendor's answer: capture, unwrap, paginate. */
import type { Engine, Stage } from './engine.ts'
import type { Exchange, VendorPage } from './exchange.ts'
import { isErrorStatus } from './hook-scope.ts'
import { parseDottedPath, unwrapAt, valueAt } from './json-path.ts'

/** capture: `source: response` parameters read the unrooted answer into the configuration. */
export const capture: Stage = (exchange) => {
  const { reply, captured, resource } = exchange
  if (exchange.isSendSkipped || isErrorStatus(reply.status)) return
  for (const parameter of resource.captures) {
    const value =
      parameter.type === 'header'
        ? reply.headers.get(parameter.name.toLowerCase())
        : bodyValue(reply.raw, parameter.name)
    const name = parameter.vendorType === 'configuration' ? parameter.vendorName : parameter.name
    if (value !== undefined && value !== null)
      captured.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
}

function bodyValue(raw: unknown, name: string): unknown {
  return valueAt(raw, parseDottedPath(name))
}

/** unwrap: the response root key, before the resource's post hook. An error body stays whole. */
export const unwrap: Stage = ({ reply, resource }) => {
  if (!isErrorStatus(reply.status)) reply.body = unwrapAt(reply.body, resource.responseRoot)
}

/** Keep what was captured, once the post hooks had their say. */
export const keepCaptured: Stage = async (exchange, engine: Engine) => {
  if (exchange.captured.size === 0) return
  await engine.capture(exchange.live, exchange.captured)
  exchange.live = {
    ...exchange.live,
    configuration: { ...exchange.live.configuration, ...Object.fromEntries(exchange.captured) },
  }
}

/** paginate: where the vendor's next page begins. */
export const paginate: Stage = (exchange) => {
  const { page, resource, reply } = exchange
  if (!page || resource.paginationType === 'none' || isErrorStatus(reply.status)) return
  exchange.nextPage = resource.paginationType === 'engine' ? undefined : nextPage(exchange, page)
}

function nextPage(exchange: Exchange, page: VendorPage): VendorPage | undefined {
  const cursor = nextCursor(exchange)
  if (cursor !== undefined) return { ...page, number: page.number + 1, cursor }
  const { type } = exchange.plan.pagination
  if (type === 'cursor' || type === 'none' || exchange.resource.nextPageKey) return undefined
  const isFull = Array.isArray(exchange.reply.body) && exchange.reply.body.length >= page.size
  return isFull ? { ...page, number: page.number + 1 } : undefined
}

/** A hook's `elements-next-page-token` header, else what the resource's `nextPageKey` finds. */
function nextCursor({ reply, resource }: Exchange): string | undefined {
  const set = reply.headers.get('elements-next-page-token')
  if (set) return set
  const key = resource.nextPageKey
  if (!key) return undefined
  const found =
    key.from === 'header'
      ? reply.headers.get(key.header)
      : (valueAt(reply.raw, key.path) ?? valueAt(reply.body, key.path))
  if (found === undefined || found === null || found === '') return undefined
  return key.queryParameter ? parameterOf(String(found), key.queryParameter) : String(found)
}

/** A parameter of the URL found. Vendors change between a URL and the bare cursor: what is no URL is the cursor itself. */
function parameterOf(found: string, name: string): string | undefined {
  const at = found.indexOf('?')
  if (at < 0) return /^https?:\/\//.test(found) ? undefined : found
  return new URLSearchParams(found.slice(at + 1)).get(name) ?? undefined
}
