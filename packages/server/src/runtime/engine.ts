import type { Clock } from '../lib/clock.ts'
import type { HttpClient } from '../lib/http-client.ts'
import type { Log } from '../lib/log.ts'
import type { ScriptRunner } from '../script/script.ts'
import type { CallSlots } from './call-slots.ts'
import type { CustomFieldCache } from './custom-field-cache.ts'
import type { Exchange } from './exchange.ts'
import type { LiveInstance } from './live-instance.ts'
import type { Traces } from './trace/traces.ts'

/** Bounds of one vendor call and of one list. */
export interface EngineSettings {
  /** Milliseconds for one vendor call, from connect to the last byte. */
  readonly vendorTimeoutMs: number
  /** Largest answer that is read into memory; larger ones must be streams. */
  readonly maxBodyBytes: number
  /** Further attempts after a failure that is safe to repeat. */
  readonly maxRetries: number
  /** Longest pause before such an attempt; a vendor that asks for more gets the failure passed on. */
  readonly maxRetryPauseMs: number
  /** How many records one list request may look at while it filters or sorts here. */
  readonly scanRecords: number
  /** How many vendor calls one list request may make. */
  readonly scanCalls: number
  /** Page size when the caller names none, and the largest a caller gets. */
  readonly defaultPageSize: number
  readonly maxPageSize: number
  /** How long the list of an instance's custom fields is believed. */
  readonly customFieldsTtlMs: number
}

/** What stages may use. Joined in app.ts. */
export interface Engine {
  readonly http: HttpClient
  readonly scripts: ScriptRunner
  readonly clock: Clock
  readonly log: Log
  readonly slots: CallSlots
  readonly customFields: CustomFieldCache
  readonly settings: EngineSettings
  /** Keeps the traces of instances with trace logging; absent: nothing is traced. */
  readonly traces?: Pick<Traces, 'add'> | undefined
  /** Public address of the door for vendors' events; absent: there is none. */
  readonly eventsUrl?: (() => string) | undefined
  /** A fresh token for an instance whose vendor answered 401 with the one we hold; `undefined` when there is none. */
  renewRejected(live: LiveInstance): Promise<LiveInstance | undefined>
  /** Keep configuration values that an answer or a hook brought. */
  capture(live: LiveInstance, values: ReadonlyMap<string, string>): Promise<void>
}

/** A part of the pipeline. */
export type Stage = (exchange: Exchange, engine: Engine) => void | Promise<void>
