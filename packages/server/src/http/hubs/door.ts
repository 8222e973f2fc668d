/**
 * The door to vendors' records: `/hubs/{hub}/…`, and through `plugins/token-route.ts` every path that is no platform
 * route when an Element token comes with it. The hub is not compared with the element's: the token alone says which
 * instance is meant.
 *
 * This is the hot path. Per request it reads the path and the headers, and hands the rest over.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { noVendorCalls } from '../../runtime/vendor-calls.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { instanceCallerOf } from '../plugins/authenticate.ts'
import { hubBodies, releaseBody } from '../plugins/bodies.ts'
import { sendHubReply } from './hub-reply.ts'
import { toHubRequest } from './hub-request.ts'
import { nativeHubRoutes } from './native.ts'
import { recordUsage } from './record-usage.ts'

const DEFAULT_STREAM_LIMIT_BYTES = 1024 ** 3

/** Names the instance that a call went to. */
export const INSTANCE_ID_HEADER = 'elements-element-instance-id'

/** Names the trace of the call, where the instance has trace logging. */
const TRACE_ID_HEADER = 'elements-trace-id'

/** Add the door. The app has the `authenticate` hook. */
export function hubDoor(app: HttpApp, deps: HttpDependencies): void {
  hubBodies(app, deps.settings.streamLimitBytes ?? DEFAULT_STREAM_LIMIT_BYTES)
  app.addHook('onRequest', (request, reply, done) => {
    const { id, traceLoggingEnabled } = instanceCallerOf(request).instance
    reply.header(INSTANCE_ID_HEADER, String(id))
    if (traceLoggingEnabled) reply.header(TRACE_ID_HEADER, request.id)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    releaseBody(request)
    recordUsage(deps, request, reply)
    done()
  })
  nativeHubRoutes(app, deps)
  resourceRoutes(app, deps)
}

function resourceRoutes(app: HttpApp, { hub }: HttpDependencies): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    request.vendorCalls = noVendorCalls()
    return sendHubReply(reply, await hub.execute(toHubRequest(request)))
  }
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    app.route({
      method,
      url: '/hubs/:hub/*',
      schema: {
        summary: `${method} a resource of the instance`,
        description:
          'Also at /{resource}. What there is to call, GET /instances/{id}/docs says. Lists take where, fields, orderBy, page, pageSize, nextPage and returnTotalCount. With Elements-Normalized: true, records, conditions and bodies are those of the normalised model of the hub.',
        tags: ['Resources'],
        params: Type.Object({
          hub: Type.String({ description: 'Any; not compared' }),
          '*': Type.String({ description: 'Path of the resource' }),
        }),
      },
      handler,
    })
  }
}
