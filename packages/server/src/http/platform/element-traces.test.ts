import { describe, expect, it } from 'vitest'
import { ValenceError } from '../../lib/errors.ts'
import type { Trace } from '../../runtime/trace/trace.ts'
import { createTraces } from '../../runtime/trace/traces.ts'
import {
  aCaller,
  anAnsweringHub,
  anInstance,
  anInstanceView,
  anOrganization,
  aServer,
  tokenHeaders,
  userHeaders,
} from '../testing.ts'

const base = '/elements/api-v2'
const view = anInstanceView()
const trace: Trace = {
  id: 'trace-1',
  organizationId: anOrganization().id,
  instanceId: view.instance.id,
  elementKey: view.instance.elementKey,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 3,
  method: 'GET',
  path: '/hubs/crm/contacts',
  query: {},
  stages: [],
  hooks: [],
  status: 200,
}

function tracesWith(kept: Trace) {
  const traces = createTraces()
  traces.add(kept)
  return traces
}

describe('GET /elements/{keyOrId}/trace/{traceId}', () => {
  const connections = { get: async () => view }
  const ask = async (options: Parameters<typeof aServer>[0], key = view.instance.elementKey) => {
    await using server = await aServer({ connections, ...options })
    return server.app.inject({ url: `${base}/elements/${key}/trace/trace-1`, headers: userHeaders })
  }

  it('gives the trace by the key or the id of its element', async () => {
    for (const key of [view.instance.elementKey, String(view.instance.elementId)]) {
      const response = await ask({ traces: tracesWith(trace) }, key)

      expect(response.statusCode).toBe(200)
      expect(response.json()).toMatchObject({ id: 'trace-1', path: '/hubs/crm/contacts' })
    }
  })

  it('knows none of another organization, of another element, or of an instance one may not see', async () => {
    const hidden = {
      get: async () => {
        throw new ValenceError('not_found', 'There is no instance 31.')
      },
    }
    const answers = [
      await ask({ traces: tracesWith({ ...trace, organizationId: 999 }) }),
      await ask({ traces: tracesWith(trace) }, 'another'),
      await ask({ traces: tracesWith(trace), connections: hidden }),
      await ask({}),
    ]

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404])
  })
})

describe('A call of an instance with trace logging', () => {
  it('answers with the id of its trace, and others don’t', async () => {
    const { hub } = anAnsweringHub({ body: [] })
    const headersOf = async (traceLoggingEnabled: boolean) => {
      const caller = aCaller({ instance: anInstance({ traceLoggingEnabled }) })
      const authorizer = { identify: async () => caller, forgetSession: () => {} }
      await using server = await aServer({ hub, authorizer })
      const { headers } = await server.app.inject({
        url: `${base}/contacts`,
        headers: tokenHeaders,
      })
      return headers
    }

    const traced = await headersOf(true)

    expect(traced['elements-trace-id']).toBe(traced['elements-request-id'])
    expect(await headersOf(false)).not.toHaveProperty('elements-trace-id')
  })
})
