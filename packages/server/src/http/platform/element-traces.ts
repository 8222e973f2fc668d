/** What became of one call, stage by stage. */
import { Type } from 'typebox'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { AnyObject, answers, ElementParams, notFound } from '../schemas.ts'

const TraceParams = Type.Object({
  ...ElementParams.properties,
  traceId: Type.String({ description: 'The Elements-Trace-Id header of the traced call' }),
})

export function elementTraceRoutes(app: HttpApp, deps: HttpDependencies): void {
  const { traces, connections } = deps
  app.get(
    '/elements/:keyOrId/trace/:traceId',
    {
      schema: {
        summary: 'The trace of a call of an instance with trace logging',
        description:
          'PUT /instances/{id}/trace-logging switches tracing on; calls then answer with Elements-Trace-Id. Secrets are masked. Traces are kept for a day at most, in the memory of the process that answered the call.',
        tags: ['Elements'],
        params: TraceParams,
        response: answers(AnyObject),
      },
    },
    async (request) => {
      const { traceId, keyOrId } = request.params
      const caller = callerOf(request)
      const trace = traces.find(caller.organization.id, traceId)
      if (!trace) throw notFound('trace', traceId)
      // Whoever may not see the instance may not see its calls either.
      const { instance } = await connections.get(caller, trace.instanceId)
      const isOfElement = [instance.elementKey, String(instance.elementId)].includes(keyOrId)
      if (!isOfElement) throw notFound(`trace of the element ${keyOrId}`, traceId)
      return { ...trace }
    },
  )
}
