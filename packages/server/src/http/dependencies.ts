/** What the HTTP layer is given. It makes nothing of this itself, so that a test can hand in its own. */
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { Converter } from '../catalog/convert/in-thread.ts'
import type { Clock } from '../lib/clock.ts'
import type { HttpClient } from '../lib/http-client.ts'
import type { Ids } from '../lib/ids.ts'
import type { Authorizer } from '../runtime/caller.ts'
import type { ConnectLinks } from '../runtime/connecting/connect-links-port.ts'
import type { PendingConnections } from '../runtime/connecting/pending-connections-port.ts'
import type { Connections } from '../runtime/connections-port.ts'
import type { ElementBuilder } from '../runtime/elements/builder-port.ts'
import type { Elements } from '../runtime/elements/elements-port.ts'
import type { HubRuntime } from '../runtime/hub-port.ts'
import type { Traces } from '../runtime/trace/traces.ts'
import type { UsageFeed } from '../runtime/usage-feed.ts'
import type { Vdrs } from '../runtime/vdrs/vdrs.ts'
import type { Store, UsageRecord } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'

/** Bounds and addresses. Every time is in the unit its name says. */
export interface HttpSettings {
  /** The address callers reach us at, without a trailing slash. A function: the port may be known only after listening. */
  readonly publicUrl: () => string
  /** Largest JSON or text body. */
  readonly bodyLimitBytes: number
  /** Largest body that is streamed to a vendor. Default 1 GiB. */
  readonly streamLimitBytes?: number
  /** Time a caller has to send a whole request. */
  readonly requestTimeoutMs: number
  readonly pageSizeDefault: number
  readonly pageSizeMax: number
  /** Life of a session that `POST /authentication` starts. */
  readonly sessionHours: number
  /** Proxies that are believed about the caller's address: their addresses or networks separated by commas, or all. */
  readonly trustProxy: boolean | string
  /** Log every request at `info`. Default: only failures of ours. */
  readonly logRequests?: boolean
  /** Folder of the built console; it may be missing. */
  readonly consoleDir: string
}

export interface HttpDependencies {
  readonly store: Store
  readonly vault: Vault
  readonly elements: Elements
  readonly elementBuilder: ElementBuilder
  readonly authorizer: Pick<Authorizer, 'identify' | 'forgetSession'>
  readonly connections: Connections
  readonly pendingConnections: PendingConnections
  readonly connectLinks: Omit<ConnectLinks, 'close'>
  readonly hub: HubRuntime
  /** What became of calls of instances with trace logging. */
  readonly traces: Pick<Traces, 'find'>
  readonly vdrs: Vdrs
  /** Takes a record and returns at once; writing it is somebody else's time. */
  readonly usage: { record(record: UsageRecord): void }
  /** Tells of new records. */
  readonly usageFeed: Pick<UsageFeed, 'subscribe'>
  /** Calls addresses outside, under the egress policy. */
  readonly http: Pick<HttpClient, 'request'>
  /** Makes draft elements of documents. */
  readonly converter: Converter
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Logger
  /** Where metrics are collected; absent: a registry of our own. */
  readonly metrics?: Registry
  readonly settings: HttpSettings
}
