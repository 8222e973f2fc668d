/**
 * preHooks and postHooks: the element's scripts look at the exchange and patch it.
 * Before the vendor call the element's hook runs first, after it the resource's. @see element format, 3.5 and 3.8
 */
import type { Script, ScriptResult } from '../script/script.ts'
import type { Engine, Stage } from './engine.ts'
import { type Exchange, setHeader } from './exchange.ts'
import { postHookScope, preHookScope } from './hook-scope.ts'
import { isObject, unwrapAt } from './json-path.ts'

type Patch = ScriptResult['result']

export const preHooks: Stage = async (exchange, engine) => {
  for (const script of [exchange.plan.preHook, exchange.resource.preHook]) {
    if (script) applyPrePatch(exchange, await run(exchange, engine, script, preHookScope(exchange)))
  }
}

export const postHooks: Stage = async (exchange, engine) => {
  const { resource, plan, reply } = exchange
  if (resource.postHook)
    applyPostPatch(
      exchange,
      await run(exchange, engine, resource.postHook, postHookScope(exchange)),
    )
  if (plan.postHook) {
    // The element's hook sees the body as the vendor sent it, unless a resource hook replaced it.
    const scope = postHookScope(exchange)
    if (!reply.isReplaced) scope['response_body'] = scope['response_body_map'] = reply.raw ?? null
    applyPostPatch(exchange, await run(exchange, engine, plan.postHook, scope))
  }
  if (reply.isReplaced) reply.body = unwrapAt(reply.body, resource.responseRoot)
}

async function run(
  exchange: Exchange,
  engine: Engine,
  script: Script,
  scope: Record<string, unknown>,
): Promise<ScriptResult> {
  const result = await engine.scripts.run(script, scope)
  for (const line of result.console)
    engine.log.debug({ requestId: exchange.requestId, script: script.name }, line)
  return result
}

function applyPrePatch(exchange: Exchange, { result, injected }: ScriptResult): void {
  const { vendor } = exchange
  patchHeaders(exchange, result['request_vendor_headers'], injected.has('request_vendor_headers'))
  patchParameters(
    exchange,
    result['request_vendor_parameters'],
    injected.has('request_vendor_parameters'),
  )
  if (typeof result['request_vendor_path'] === 'string') vendor.path = result['request_vendor_path']
  if (typeof result['request_vendor_method'] === 'string')
    vendor.method = result['request_vendor_method'].toUpperCase()
  const body = result['request_vendor_body_map'] ?? result['request_vendor_body']
  if (body !== undefined) vendor.body = body === null ? undefined : body
  if (isObject(result['configuration'])) mergeConfiguration(exchange, result['configuration'])
  if (result['continue'] === false) exchange.isSendSkipped = true
  patchReply(exchange, result)
  if (exchange.isSendSkipped && !exchange.reply.isReplaced) exchange.reply.body = null
}

function applyPostPatch(exchange: Exchange, { result }: ScriptResult): void {
  patchReply(exchange, result)
  if (!isObject(result['configuration'])) return
  mergeConfiguration(exchange, result['configuration'])
  for (const [key, value] of Object.entries(result['configuration'])) {
    if (value !== null && value !== undefined) exchange.captured.set(key, String(value))
  }
}

function patchReply({ reply }: Exchange, result: Patch): void {
  const body = result['response_body'] ?? result['response_body_raw']
  if (body !== undefined) {
    reply.body = body
    reply.isReplaced = true
  }
  if (typeof result['response_status_code'] === 'number')
    reply.status = result['response_status_code']
  if (isObject(result['response_headers'])) {
    for (const [name, value] of Object.entries(result['response_headers'])) {
      if (value === null) reply.headers.delete(name.toLowerCase())
      else reply.headers.set(name.toLowerCase(), String(value))
    }
  }
  if (typeof result['response_error_message'] === 'string') {
    reply.errorMessage = result['response_error_message']
    if (reply.status < 300) reply.status = 400
  }
}

/** Headers merge and `null` deletes; the very object that was injected replaces, so that `delete x[k]` works. */
function patchHeaders({ vendor }: Exchange, headers: unknown, isInjected: boolean): void {
  if (!isObject(headers)) return
  if (isInjected) vendor.headers.clear()
  for (const [name, value] of Object.entries(headers)) {
    if (value === null || value === undefined) vendor.headers.delete(name.toLowerCase())
    else setHeader(vendor, name, String(value))
  }
}

function patchParameters({ vendor }: Exchange, parameters: unknown, isInjected: boolean): void {
  if (!isObject(parameters)) return
  if (isInjected) vendor.query.clear()
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined) vendor.query.delete(name)
    else vendor.query.set(name, Array.isArray(value) ? value.map(String) : String(value))
  }
}

/** Visible to the rest of this call; only post hooks' values are kept for later ones. */
function mergeConfiguration(exchange: Exchange, values: Record<string, unknown>): void {
  const configuration: Record<string, string | null> = { ...exchange.live.configuration }
  for (const [key, value] of Object.entries(values)) {
    configuration[key] = value === null || value === undefined ? null : String(value)
  }
  exchange.live = { ...exchange.live, configuration }
}
