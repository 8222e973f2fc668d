/**
 * Hears what other processes (and this one) changed. PostgreSQL's triggers announce it on one channel; a connection of
 * its own listens. While that connection is down announcements are lost for good, so every reconnection ends with the
 * change `all`: whoever keeps copies forgets them.
 */
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../lib/log.ts'
import { connectionConfig } from './pool.ts'
import type { Change } from './store.ts'

const CHANNEL = 'valence_change'
const BACK_OFF_MS = [50, 200, 1_000, 5_000, 10_000] as const
/** A connection cut without a word (a firewall, a lost machine) is noticed within these two together. */
const HEARTBEAT_MS = 20_000
const HEARTBEAT_TIMEOUT_MS = 5_000

const kinds: readonly string[] = [
  'organization',
  'user',
  'instance',
  'credential',
  'vdr',
  'elements',
]

export interface ChangeFeed {
  /** Returns the function that stops it. A listener that throws is logged and kept. */
  onChange(listener: (change: Change) => void): () => void
  close(): Promise<void>
}

/** Start listening. Resolves when changes are heard; rejects when the first connection fails. */
export async function openChangeFeed(options: {
  connectionString: string
  log: Log
}): Promise<ChangeFeed> {
  const { connectionString, log } = options
  const listeners = new Set<(change: Change) => void>()
  const closing = new AbortController()
  const announce = (change: Change) => {
    for (const listener of listeners) {
      try {
        listener(change)
      } catch (error) {
        log.error({ err: error, change }, 'a listener of changes failed')
      }
    }
  }
  let line = await openLine(connectionString, announce)
  const running = keepListening()

  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await line.ended
      if (closing.signal.aborted) return
      log.warn({}, 'the database connection that hears changes broke; connecting again')
      const next = await reconnect()
      if (!next) return
      line = next
      announce({ kind: 'all' })
    }
  }

  async function reconnect(): Promise<Line | undefined> {
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      const pauseMs = BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)]
      await delay(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined)
      if (closing.signal.aborted) return undefined
      try {
        return await openLine(connectionString, announce)
      } catch (error) {
        log.warn({ err: error, attempt }, 'changes cannot be heard yet')
      }
    }
    return undefined
  }

  return {
    onChange(listener) {
      // A function of its own, so that the same listener given twice is heard twice and stopped once.
      const own = (change: Change) => listener(change)
      listeners.add(own)
      return () => listeners.delete(own)
    },
    async close() {
      closing.abort()
      listeners.clear()
      await line.close()
      await running
      // A reconnection that was under way when closing began.
      await line.close()
    },
  }
}

/** One listening connection, from LISTEN to its end. */
interface Line {
  readonly ended: Promise<void>
  close(): Promise<void>
}

async function openLine(
  connectionString: string,
  announce: (change: Change) => void,
): Promise<Line> {
  const client = new pg.Client({
    ...connectionConfig(connectionString),
    query_timeout: HEARTBEAT_TIMEOUT_MS,
  })
  const { promise: ended, resolve: giveUp } = Promise.withResolvers<void>()
  client.once('end', () => giveUp())
  client.on('error', () => giveUp())
  client.on('notification', ({ payload }) => {
    const change = parseChange(payload ?? '')
    if (change) announce(change)
  })
  const end = (): Promise<void> => client.end().catch(() => undefined)
  try {
    await client.connect()
    await client.query(`listen ${CHANNEL}`)
  } catch (error) {
    await end()
    throw error
  }
  const heartbeat = setInterval(() => {
    client.query('select 1').catch(giveUp)
  }, HEARTBEAT_MS)
  void ended.then(() => {
    clearInterval(heartbeat)
    return end()
  })
  return { ended, close: end }
}

function parseChange(payload: string): Change | undefined {
  const [kind, id] = payload.split(':')
  if (kind === undefined || !kinds.includes(kind)) return undefined
  return { kind, id: Number(id) } as Change
}
