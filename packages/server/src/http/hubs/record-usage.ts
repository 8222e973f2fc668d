/** One usage record for every resource call of a known instance, whatever became of it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpDependencies } from '../dependencies.ts'
import { requestedPath } from '../plugins/token-route.ts'

/** Hand over the record of an answered call. Returns at once: the database is the recorder's business. */
export function recordUsage(
  { usage, clock }: Pick<HttpDependencies, 'usage' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { caller } = request
  const instance = caller?.instance
  if (caller == null || instance === undefined) return
  const durationMs = reply.elapsedTime
  usage.record({
    requestId: request.id,
    organizationId: instance.organizationId,
    accountId: instance.accountId,
    userId: caller.user.id,
    instanceId: instance.id,
    elementKey: instance.elementKey,
    method: request.method,
    path: requestedPath(request.url),
    status: reply.statusCode,
    durationMs,
    at: new Date(clock.now() - durationMs),
  })
}
