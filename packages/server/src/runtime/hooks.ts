/**
 * preHooks and postHooks: the element's scripts look at the exchange and patch it.
 * Before the vendor call the element's hook runs first, after it the resource's. @see element format, 3.5 and 3.8
 */
import type { Script, ScriptResult } from '../script/script.ts'
import { ScriptFailure } from '../script/script-failure.ts'
import type { Engine, Stage } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { hookCalls } from './hook-calls.ts'
import { applyPostPatch, applyPrePatch } from './hook-patch.ts'
import { postHookScope, preHookScope } from './hook-scope.ts'
import { unwrapAt } from './json-path.ts'
import type { Tracer } from './trace/trace.ts'

export const preHooks: Stage = (exchange, engine) => {
  const scripts = hooksOf(exchange.plan.preHook, exchange.resource.preHook)
  return scripts ? runPreHooks(exchange, engine, scripts) : undefined
}

async function runPreHooks(exchange: Exchange, engine: Engine, scripts: readonly Script[]) {
  for (const script of scripts)
    applyPrePatch(exchange, await run(exchange, engine, script, preHookScope(exchange)))
}

export const postHooks: Stage = (exchange, engine) => {
  const { resource, plan } = exchange
  if (resource.postHook || plan.postHook) return runPostHooks(exchange, engine)
  unwrapReplaced(exchange)
}

async function runPostHooks(exchange: Exchange, engine: Engine): Promise<void> {
  const { resource, plan, reply } = exchange
  if (resource.postHook) {
    const result = await run(exchange, engine, resource.postHook, postHookScope(exchange))
    applyPostPatch(exchange, result)
  }
  if (plan.postHook) {
    // The element's hook sees the body as the vendor sent it, unless a resource hook replaced it.
    const scope = postHookScope(exchange)
    if (!reply.isReplaced) scope['response_body'] = scope['response_body_map'] = reply.raw ?? null
    applyPostPatch(exchange, await run(exchange, engine, plan.postHook, scope))
  }
  unwrapReplaced(exchange)
}

/** A body that a hook gave is looked up at the response root key once more, leniently. */
function unwrapReplaced({ reply, resource }: Exchange): void {
  if (!reply.isReplaced) return
  reply.fromHook = reply.body
  reply.body = unwrapAt(reply.body, resource.responseRoot)
}

function hooksOf(...scripts: readonly (Script | undefined)[]): readonly Script[] | undefined {
  const present = scripts.filter((script) => script !== undefined)
  return present.length > 0 ? present : undefined
}

async function run(
  exchange: Exchange,
  engine: Engine,
  script: Script,
  scope: Record<string, unknown>,
): Promise<ScriptResult> {
  const abilities = { makeCall: hookCalls(engine.http) }
  const { tracer } = exchange.inbound
  const running = engine.scripts.run(script, scope, abilities)
  const result = await (tracer ? traced(tracer, exchange, script, running) : running)
  for (const line of result.console)
    engine.log.debug({ requestId: exchange.requestId, script: script.name }, line)
  return result
}

/** Failures are traced as well, with what the script had written before. */
async function traced(
  tracer: Tracer,
  exchange: Exchange,
  script: Script,
  running: Promise<ScriptResult>,
): Promise<ScriptResult> {
  const startedAt = performance.now()
  const note = (console: readonly string[], rest: { result?: unknown; error?: string }) => {
    const durationMs = performance.now() - startedAt
    tracer.hook(exchange, { script: script.name, durationMs, console, ...rest })
  }
  try {
    const result = await running
    note(result.console, { result: result.result })
    return result
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    const console = cause instanceof ScriptFailure ? cause.console : []
    note(console, { error: error instanceof Error ? error.message : String(error) })
    throw error
  }
}
