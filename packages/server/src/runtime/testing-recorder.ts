/** What would reach the vendor: the real pipeline, scripts included, over a client that writes down in place of sending. */
import { Readable } from 'node:stream'
import type { ElementPlan } from '../catalog/plan.ts'
import { systemClock } from '../lib/clock.ts'
import type { HttpClient, OutgoingRequest } from '../lib/http-client.ts'
import { silentLog } from '../lib/log.ts'
import { createScriptRunner } from '../script/pool.ts'
import type { Instance, Organization, User } from '../store/store.ts'
import { createCallSlots } from './call-slots.ts'
import { createCustomFieldCache } from './custom-field-cache.ts'
import type { Engine, EngineSettings } from './engine.ts'
import { createHub } from './hub.ts'
import type { HubReply } from './hub-port.ts'
import type { LiveInstance } from './live-instance.ts'

/** A request that was about to leave, its body as text. */
export interface RecordedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What the vendor is to answer. */
export interface RecordedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface Recorder {
  readonly engine: Engine
  /** Every request since the last `take`, which empties it. */
  take(): readonly RecordedRequest[]
  close(): Promise<void>
}

const settings: EngineSettings = {
  vendorTimeoutMs: 2000,
  maxBodyBytes: 10_000_000,
  maxRetries: 0,
  maxRetryPauseMs: 100,
  scanRecords: 1000,
  scanCalls: 3,
  defaultPageSize: 200,
  maxPageSize: 2000,
  customFieldsTtlMs: 60_000,
}

/** @param answer - Answers a request; the default is an empty JSON object. */
export function aRecorder(
  answer: (request: RecordedRequest) => RecordedAnswer = () => ({ body: '{}' }),
): Recorder {
  const scripts = createScriptRunner()
  let requests: RecordedRequest[] = []
  const http: HttpClient = {
    async request(outgoing) {
      const recorded = await record(outgoing)
      requests.push(recorded)
      const {
        status = 200,
        headers = { 'content-type': 'application/json' },
        body,
      } = answer(recorded)
      return { status, headers, body: streamOf(body) }
    },
    close: async () => {},
  }
  const engine: Engine = {
    http,
    scripts,
    clock: systemClock,
    log: silentLog,
    settings,
    slots: createCallSlots({ parallel: 10, waiting: 10 }),
    customFields: createCustomFieldCache(60_000),
    renewRejected: async () => undefined,
    capture: async () => {},
  }
  return {
    engine,
    take() {
      const taken = requests
      requests = []
      return taken
    },
    close: () => scripts.close(),
  }
}

function streamOf(text: string): Readable {
  const stream = new Readable({ read() {} })
  if (text !== '') stream.push(Buffer.from(text))
  stream.push(null)
  return stream
}

async function record({ method, url, headers, body }: OutgoingRequest): Promise<RecordedRequest> {
  return { method, url, headers, body: body === undefined ? undefined : await textOf(body) }
}

async function textOf(body: string | Buffer | Readable): Promise<string> {
  if (!(body instanceof Readable)) return body.toString()
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

/** An instance of an element with these values; keys without a value have their default. */
export function aLiveInstance(
  plan: ElementPlan,
  configuration: Readonly<Record<string, string | null>> = {},
): LiveInstance {
  return {
    id: 1,
    organizationId: 1,
    plan,
    configuration: { ...plan.defaults, ...configuration },
    credential: undefined,
  }
}

/** A call of an instance, as the HTTP layer hands it in. */
export interface HubCallInput {
  readonly method: string
  readonly segments: readonly string[]
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** One hub call of a live instance; nothing of the store is asked. @throws what the hub throws. */
export function callHub(
  engine: Engine,
  live: LiveInstance,
  { method, segments, query = {}, headers = {}, body }: HubCallInput,
): Promise<HubReply> {
  const caller = {
    organization: { id: live.organizationId } as Organization,
    user: { id: 1 } as User,
    scope: { organizationId: live.organizationId },
    isOrganizationAdmin: true,
    instance: { id: live.id, disabled: false, traceLoggingEnabled: false } as Instance,
  }
  return createHub(engine, { fresh: () => live }).execute({
    caller,
    requestId: 'recorded',
    method,
    segments,
    query,
    headers,
    body,
  })
}
