/** One usage record for every resource call of a known instance, whatever became of it. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ValenceError } from '../../lib/errors.ts'
import { describeCalls } from '../../runtime/vendor-calls.ts'
import type { UsageError, UsageQuery } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { redactQuery } from '../plugins/log-redaction.ts'
import { requestedPath } from '../plugins/token-route.ts'

/** What is kept of a query at most: parameters, and characters of a text. */
const MAX_PARAMETERS = 50
const MAX_LENGTH = 1_000

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
    query: queryOf(request),
    requestIp: request.ip,
    error: request.failure ? toUsageError(request.failure) : undefined,
    vendor: request.vendorCalls ? describeCalls(request.vendorCalls) : undefined,
  })
}

function queryOf(request: FastifyRequest): UsageQuery | undefined {
  if (!request.url.includes('?')) return undefined
  const entries = Object.entries(request.query as UsageQuery).slice(0, MAX_PARAMETERS)
  if (entries.length === 0) return undefined
  return redactQuery(Object.fromEntries(entries.map(([name, value]) => [name, shortened(value)])))
}

function shortened(value: string | readonly string[]): string | string[] {
  if (typeof value === 'string') return value.slice(0, MAX_LENGTH)
  return value.slice(0, MAX_PARAMETERS).map((one) => one.slice(0, MAX_LENGTH))
}

function toUsageError({ code, message, providerMessage }: ValenceError): UsageError {
  return {
    code,
    message: message.slice(0, MAX_LENGTH),
    providerMessage: providerMessage?.slice(0, MAX_LENGTH) ?? null,
  }
}
