/**
 * Callbacks: signed POSTs to an address the organization named, through the egress policy. In memory: one that is under
 * way when the process dies is lost, so whoever must not miss it also looks at the list of links.
 */
import type { Clock } from '../../lib/clock.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import type { Log } from '../../lib/log.ts'
import { discardBody } from '../../lib/read-body.ts'
import { signatureHeaders } from './signing-secret.ts'

const timeoutMs = 10_000

/** Pauses before each repetition. */
const pausesMs = [1_000, 5_000, 25_000]

/** Deliveries under way at once; beyond it new ones are refused, because memory has a bound. */
const maxUnderWay = 1_000

export interface Callback {
  readonly url: string
  readonly secret: string
  /** The same for every attempt. */
  readonly id: string
  readonly body: string
}

export interface Callbacks {
  /** Begin to deliver; returns at once. */
  send(callback: Callback): void
  /** Wait for the attempts under way; those that wait to be repeated are given up. */
  close(): Promise<void>
}

interface Dependencies {
  readonly http: HttpClient
  readonly clock: Clock
  readonly log: Log
}

export function createCallbacks(deps: Dependencies): Callbacks {
  const closing = new AbortController()
  const underWay = new Set<Promise<void>>()
  return {
    send(callback) {
      if (underWay.size >= maxUnderWay) {
        deps.log.error(
          { callbackId: callback.id },
          'a callback was dropped: too many are under way',
        )
        return
      }
      const delivery = deliver(deps, callback, closing.signal).finally(() =>
        underWay.delete(delivery),
      )
      underWay.add(delivery)
    },
    async close() {
      closing.abort()
      await Promise.all(underWay)
    },
  }
}

async function deliver(
  deps: Dependencies,
  callback: Callback,
  closing: AbortSignal,
): Promise<void> {
  const fields = { callbackId: callback.id, host: new URL(callback.url).host }
  for (const pauseMs of [...pausesMs, undefined]) {
    const failure = await attempt(deps, callback)
    if (failure === undefined) return
    if (pauseMs === undefined || closing.aborted || !(await pause(deps.clock, pauseMs, closing))) {
      deps.log.warn({ ...fields, failure }, 'a callback could not be delivered')
      return
    }
  }
}

/** @returns what went wrong; `undefined` when it was taken. */
async function attempt(
  { http, clock }: Dependencies,
  { url, secret, id, body }: Callback,
): Promise<string | undefined> {
  try {
    const headers = {
      'content-type': 'application/json',
      ...signatureHeaders(secret, { id, at: clock.now(), body }),
    }
    const response = await http.request({ method: 'POST', url, headers, body, timeoutMs })
    discardBody(response)
    return response.status >= 200 && response.status < 300 ? undefined : `HTTP ${response.status}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function pause(clock: Clock, ms: number, closing: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, closing).then(
    () => true,
    () => false,
  )
}
