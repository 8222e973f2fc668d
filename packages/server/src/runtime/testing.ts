/** A vendor on a socket and an engine that talks to it, for tests of the pipeline. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { aPlan } from '../catalog/an-element.ts'
import type { ElementDefinition } from '../catalog/format.ts'
import { systemClock } from '../lib/clock.ts'
import { createHttpClient } from '../lib/egress-client.ts'
import { parseEgressAllow } from '../lib/egress-policy.ts'
import { silentLog } from '../lib/log.ts'
import { createScriptRunner } from '../script/pool.ts'
import type { Instance, Organization, User } from '../store/store.ts'
import { createCallSlots } from './call-slots.ts'
import { createCustomFieldCache } from './custom-field-cache.ts'
import type { Engine, EngineSettings } from './engine.ts'
import { createHub } from './hub.ts'
import type { HubReply } from './hub-port.ts'
import type { LiveInstance } from './live-instance.ts'
import type { Trace } from './trace/trace.ts'
import type { VendorCalls } from './vendor-calls.ts'

/** A request as the vendor received it. */
export interface VendorCall {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What the vendor answers: a JSON body with status 200, or all of it. */
export type VendorAnswer = { status?: number; headers?: Record<string, string>; body?: unknown }

export interface TestVendor {
  readonly url: string
  readonly calls: VendorCall[]
  /** Answers every call from now on. */
  answer: (call: VendorCall) => VendorAnswer
  close(): Promise<void>
}

export async function aVendor(): Promise<TestVendor> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const url = new URL(request.url ?? '/', 'http://vendor')
    const call = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
    }
    vendor.calls.push(call)
    const { status = 200, headers = {}, body: answer } = vendor.answer(call)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(
      typeof answer === 'string'
        ? answer
        : answer === undefined
          ? undefined
          : JSON.stringify(answer),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const vendor: TestVendor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    answer: () => ({ body: {} }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return vendor
}

const settings: EngineSettings = {
  vendorTimeoutMs: 2000,
  maxBodyBytes: 1_000_000,
  maxRetries: 2,
  maxRetryPauseMs: 100,
  scanRecords: 1000,
  scanCalls: 10,
  defaultPageSize: 200,
  maxPageSize: 2000,
  customFieldsTtlMs: 60_000,
}

export interface TestEngine {
  /** Values that calls captured into the configuration. */
  readonly captured: Map<string, string>
  /** Traces of calls that asked for one. */
  readonly traces: Trace[]
  /** One hub call of an instance of this element. */
  call(
    element: Partial<ElementDefinition>,
    method: string,
    path: string,
    options?: HubCall,
  ): Promise<HubReply>
  close(): Promise<void>
}

export interface HubCall {
  readonly query?: Record<string, string>
  readonly body?: unknown
  readonly configuration?: Record<string, string | null>
  readonly settings?: Partial<EngineSettings>
  readonly vendorCalls?: VendorCalls
  readonly headers?: Record<string, string>
  /** The instance has trace logging. */
  readonly isTraced?: boolean
}

/** The real engine: HTTP through the egress policy, scripts in their isolate. Only the store is left out. */
export function anEngine(vendor: TestVendor): TestEngine {
  const http = createHttpClient({ policy: parseEgressAllow('loopback') })
  const scripts = createScriptRunner()
  const captured = new Map<string, string>()
  const traces: Trace[] = []
  return {
    captured,
    traces,
    call(element, method, path, options = {}) {
      const {
        query = {},
        body,
        configuration = {},
        settings: own = {},
        vendorCalls,
        headers = {},
      } = options
      const plan = aPlan(element)
      const live: LiveInstance = {
        id: 1,
        organizationId: 1,
        plan,
        configuration: {
          ...plan.defaults,
          'base.url': vendor.url,
          'oauth.user.token': 'the-token',
          ...configuration,
        },
        credential: undefined,
      }
      const engine: Engine = {
        http,
        scripts,
        clock: systemClock,
        log: silentLog,
        settings: { ...settings, ...own },
        traces: { add: (trace) => traces.push(trace) },
        eventsUrl: () => 'https://valence.example/elements/api-v2/events',
        slots: createCallSlots({ parallel: 10, waiting: 10 }),
        customFields: createCustomFieldCache(60_000),
        renewRejected: async () => undefined,
        capture: async (_live, values) => {
          for (const [key, value] of values) captured.set(key, value)
        },
      }
      const caller = {
        organization: { id: 1 } as Organization,
        user: { id: 1 } as User,
        scope: { organizationId: 1 },
        isOrganizationAdmin: true,
        instance: {
          id: 1,
          disabled: false,
          traceLoggingEnabled: options.isTraced ?? false,
        } as Instance,
      }
      const segments = path.split('/').filter((segment) => segment !== '')
      return createHub(engine, { fresh: () => live }).execute({
        caller,
        requestId: 'r',
        method,
        segments,
        query,
        headers,
        body,
        vendorCalls,
      })
    },
    async close() {
      await scripts.close()
      await http.close()
    },
  }
}
