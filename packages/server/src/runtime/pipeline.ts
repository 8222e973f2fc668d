import { capture, keepCaptured, paginate, unwrap } from './after-send.ts'
import { authenticate } from './authenticate.ts'
import { bind } from './bind.ts'
import { chainWith } from './chain.ts'
import type { Engine, Stage } from './engine.ts'
import type { Exchange } from './exchange.ts'
import { finish } from './finish.ts'
import { postHooks, preHooks } from './hooks.ts'
import { resolve, resolvePath } from './resolve.ts'
import { send } from './send.ts'
import { shape } from './shape.ts'
import { takeFile } from './take-file.ts'

/**
 * The life of one vendor call, in order. What comes before it for a hub request (match, authorize, credentials) is in
 * hub.ts; lists, which may need several calls, are in list.ts. docs/guides/architecture.md draws the whole.
 */
export const pipeline: readonly Stage[] = [
  bind,
  takeFile,
  shape,
  resolvePath,
  preHooks,
  resolve,
  authenticate,
  send,
  capture,
  unwrap,
  postHooks,
  keepCaptured,
  paginate,
  chainWith(runStages),
  finish,
]

/** Run every stage. @throws {ValenceError} when the vendor, a hook or the request itself failed. */
export async function runStages(exchange: Exchange, engine: Engine): Promise<void> {
  const { tracer } = exchange.inbound
  for (const stage of pipeline) {
    const pending = stage(exchange, engine)
    // Most stages are synchronous: waiting for nothing costs a turn of the event loop's microtasks each.
    if (pending) await pending
    if (tracer) tracer.stage(stage.name || 'chain', exchange)
  }
}
