import { isValenceError } from '../../lib/errors.ts'
import type { Engine } from '../engine.ts'
import type { HubReply, HubRequest } from '../hub-port.ts'
import type { LiveInstance } from '../live-instance.ts'
import { createMask } from './mask.ts'
import { startTrace } from './trace.ts'

type Run<Reply extends HubReply> = (
  request: HubRequest,
  live: LiveInstance,
  engine: Engine,
) => Promise<Reply>

/** Run a request and keep its trace, whether it succeeds or not. */
export async function runTraced<Reply extends HubReply>(
  request: HubRequest,
  live: LiveInstance,
  engine: Engine,
  run: Run<Reply>,
): Promise<Reply> {
  const tracer = startTrace({
    id: request.requestId,
    organizationId: live.organizationId,
    instanceId: live.id ?? 0,
    elementKey: live.plan.key,
    method: request.method,
    path: `/hubs/${live.plan.hub}/${request.segments.join('/')}`,
    query: request.query,
    now: engine.clock.now(),
    mask: createMask(live.configuration, live.plan.secretKeys),
  })
  try {
    const reply = await run({ ...request, tracer }, live, engine)
    engine.traces?.add(tracer.finish({ status: reply.status }))
    return reply
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const status = isValenceError(error) ? error.status : 500
    engine.traces?.add(tracer.finish({ status, error: message }))
    throw error
  }
}
