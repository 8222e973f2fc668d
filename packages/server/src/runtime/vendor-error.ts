/** One error shape from every dialect of vendors' failures: JSON of any form, plain text, HTML pages. */
import { ValenceError } from '../lib/errors.ts'
import { soapFaultOf } from './codecs/soap-fault.ts'
import type { Exchange } from './exchange.ts'
import { parseDottedPath, valueAt } from './json-path.ts'
import { retryAfterMs } from './retry-after.ts'
import { textMessage } from './text-message.ts'

/** Where messages usually are, for elements that don't say. */
const usualPaths = [
  'message',
  'error_description',
  'error.message',
  'error',
  'errors[0].message',
  'errors[0]',
  'fault.faultstring',
  'detail',
  'title',
]

/** Longest vendor message that is passed on. */
const maxMessageLength = 1000

/** The failure a vendor's answer (or a hook) stands for. Vendor 4xx keep their status, anything else is 502. */
export function vendorError(exchange: Exchange): ValenceError {
  const { reply, plan } = exchange
  const providerMessage = providerMessageOf(exchange)
  const said = providerMessage ?? `HTTP status ${reply.status}`
  if (reply.errorMessage !== undefined) {
    return new ValenceError('element_refused', scrub(exchange, reply.errorMessage), {
      status: reply.status,
      ...(providerMessage && reply.raw !== null ? { providerMessage } : {}),
    })
  }
  const options = { ...(providerMessage ? { providerMessage } : {}), ...retryAfter(exchange) }
  if (reply.status === 429) {
    return new ValenceError(
      'rate_limited',
      `${plan.name} limits the rate of requests: ${said}`,
      options,
    )
  }
  if (reply.status >= 400 && reply.status < 500) {
    return new ValenceError(
      'vendor_rejected_request',
      `${plan.name} rejected the request: ${said}`,
      {
        ...options,
        status: reply.status,
      },
    )
  }
  return new ValenceError(
    'vendor_failed',
    `${plan.name} failed (HTTP status ${reply.status}): ${said}`,
    options,
  )
}

function retryAfter({ reply }: Exchange): { retryAfterSeconds?: number } {
  const ms = retryAfterMs(reply.headers.get('retry-after'))
  return ms === undefined ? {} : { retryAfterSeconds: Math.ceil(ms / 1000) }
}

function providerMessageOf(exchange: Exchange): string | undefined {
  const body = exchange.reply.raw ?? exchange.reply.body
  const text =
    typeof body === 'string'
      ? textMessage(body)
      : (soapFaultOf(body)?.message ?? jsonMessage(body, messagePaths(exchange)))
  return text ? scrub(exchange, text.slice(0, maxMessageLength)) : undefined
}

/** `error.message_paths` of the configuration: a JSON list of paths, tried in order. */
function messagePaths({ live }: Exchange): readonly string[] {
  const declared = live.configuration['error.message_paths']
  if (!declared) return usualPaths
  try {
    const paths: unknown = JSON.parse(declared)
    return Array.isArray(paths) ? [...paths.map(String), ...usualPaths] : usualPaths
  } catch {
    return usualPaths
  }
}

function jsonMessage(body: unknown, paths: readonly string[]): string | undefined {
  const root = Array.isArray(body) ? body[0] : body
  for (const path of paths) {
    const value = valueAt(root, parseDottedPath(path))
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return undefined
}

/** Vendors repeat what they were sent: our secrets are taken out of their words. */
function scrub({ plan, live }: Exchange, text: string): string {
  let scrubbed = text
  for (const key of plan.secretKeys) {
    const secret = live.configuration[key]
    if (secret && secret.length >= 6) scrubbed = scrubbed.replaceAll(secret, '********')
  }
  return scrubbed
}
