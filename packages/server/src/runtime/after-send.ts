/** The short stages after the vendor's answer: capture, unwrap, paginate. */
import type { RootPath } from '../catalog/plan.ts'
import type { Engine, Stage } from './engine.ts'
import type { Exchange, Reply, VendorPage } from './exchange.ts'
import { isErrorStatus } from './hook-scope.ts'
import { unwrapAt, valueAt } from './json-path.ts'

/** capture: `source: response` parameters read the unrooted answer into the configuration. */
export const capture: Stage = (exchange) => {
  const { reply, captured, resource } = exchange
  if (exchange.isSendSkipped || isErrorStatus(reply.status)) return
  for (const { key, from, header, path } of resource.captures) {
    const value = from === 'header' ? reply.headers.get(header) : valueAt(reply.raw, path)
    if (value !== undefined && value !== null)
      captured.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
}

/** unwrap: the response root key, before the resource's post hook. An error body stays whole. */
export const unwrap: Stage = ({ reply, resource }) => {
  if (!isErrorStatus(reply.status)) reply.body = unwrapAt(reply.body, resource.responseRoot)
}

/** Keep what was captured, once the post hooks had their say. */
export const keepCaptured: Stage = (exchange, engine: Engine) => {
  if (exchange.captured.size > 0) return keep(exchange, engine)
}

async function keep(exchange: Exchange, engine: Engine): Promise<void> {
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
  // A list that came by cursor so far ends with the cursors.
  if (page.cursor !== undefined) return undefined
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
    key.from === 'header' ? reply.headers.get(key.header) : cursorInBody(reply, key.path)
  if (found === undefined || found === null || found === '') return undefined
  return key.queryParameter ? parameterOf(String(found), key.queryParameter) : String(found)
}

/** In the vendor's body or in the one a hook gave; there the author may have named the member without its root key. */
function cursorInBody({ raw, body, fromHook }: Reply, path: RootPath): unknown {
  return (
    valueAt(raw, path) ??
    valueAt(body, path) ??
    valueAt(fromHook, path) ??
    valueAt(fromHook, path.slice(-1))
  )
}

/** A parameter of the URL found. Vendors change between a URL and the bare cursor: what is no URL is the cursor itself. */
function parameterOf(found: string, name: string): string | undefined {
  const at = found.indexOf('?')
  if (at < 0) return /^https?:\/\//.test(found) ? undefined : found
  return new URLSearchParams(found.slice(at + 1)).get(name) ?? undefined
}
