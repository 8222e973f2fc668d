/**
 * New usage records as they come, for whoever watches: those of this process at once, those of others by asking the
 * database while somebody listens. It is a view of the present and no log: in a flood records are left out.
 */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import { ValenceError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Scope, Store, UsageRecord } from '../store/store.ts'

export interface UsageFeed {
  /** A request of this process. Costs next to nothing while nobody listens. */
  publish(record: UsageRecord): void
  /**
   * Hear of new records within a scope. Returns the function that stops it.
   *
   * @throws {ValenceError} `rate_limited` when too many listen.
   */
  subscribe(scope: Scope, listener: (record: UsageRecord) => void): () => void
  close(): void
}

export interface UsageFeedOptions {
  readonly pollMs: number
  readonly maxListeners: number
  /** Records one look into the database takes at most. */
  readonly batch: number
}

/** Records of other processes are committed in another order than they are numbered: so far back is looked again. */
const overlapMs = 10_000

/** Request ids that are remembered, so that nothing is told twice. */
const maxRemembered = 5_000

interface Dependencies {
  readonly usage: Pick<Store['usage'], 'newest'>
  readonly clock: Clock
  readonly log: Log
}

/** The listeners of one scope. */
interface Channel {
  readonly scope: Scope
  readonly listeners: Set<(record: UsageRecord) => void>
  readonly told: LRUCache<string, true>
  /** The greatest number at a time, oldest first; the first one is where the next look begins. */
  readonly marks: { readonly at: number; readonly id: number }[]
  readonly timer: NodeJS.Timeout
  isLooking: boolean
}

export function createUsageFeed(
  deps: Dependencies,
  options: UsageFeedOptions = { pollMs: 2_000, maxListeners: 200, batch: 200 },
): UsageFeed {
  const channels = new Map<string, Channel>()
  let listening = 0

  function open(scope: Scope): Channel {
    const key = `${scope.organizationId}:${scope.accountId ?? ''}`
    const known = channels.get(key)
    if (known) return known
    const channel: Channel = {
      scope,
      listeners: new Set(),
      told: new LRUCache({ max: maxRemembered }),
      marks: [],
      timer: setInterval(() => void look(deps, channel, options.batch), options.pollMs).unref(),
      isLooking: false,
    }
    channels.set(key, channel)
    void look(deps, channel, options.batch)
    return channel
  }

  function leave(channel: Channel, listener: (record: UsageRecord) => void): void {
    if (!channel.listeners.delete(listener)) return
    listening -= 1
    if (channel.listeners.size > 0) return
    clearInterval(channel.timer)
    for (const [key, one] of channels) if (one === channel) channels.delete(key)
  }

  return {
    publish(record) {
      if (listening === 0) return
      for (const channel of channels.values())
        if (isWithin(record, channel.scope)) tell(channel, record)
    },
    subscribe(scope, listener) {
      if (listening >= options.maxListeners) throw tooMany()
      const channel = open(scope)
      // A function of its own, so that the same listener given twice is told twice and stopped once.
      const own = (record: UsageRecord) => listener(record)
      channel.listeners.add(own)
      listening += 1
      return () => leave(channel, own)
    },
    close() {
      for (const { timer } of channels.values()) clearInterval(timer)
      channels.clear()
      listening = 0
    },
  }
}

function isWithin(record: UsageRecord, { organizationId, accountId }: Scope): boolean {
  if (record.organizationId !== organizationId) return false
  return accountId === undefined || record.accountId === accountId
}

function tell(channel: Channel, record: UsageRecord): void {
  if (channel.told.has(record.requestId)) return
  channel.told.set(record.requestId, true)
  for (const listener of channel.listeners) listener(record)
}

async function look(
  { usage, clock, log }: Dependencies,
  channel: Channel,
  batch: number,
): Promise<void> {
  if (channel.isLooking) return
  channel.isLooking = true
  try {
    const [begin] = channel.marks
    // The first look only learns where the present is.
    const limit = begin ? batch : 1
    const found = await usage.newest(channel.scope, { limit, afterId: begin?.id ?? 0 })
    if (begin) for (const { record } of found.toReversed()) tell(channel, record)
    mark(channel, clock.now(), found[0]?.id)
  } catch (error) {
    log.debug({ err: error }, 'new usage records could not be read')
  } finally {
    channel.isLooking = false
  }
}

function mark({ marks }: Channel, now: number, greatest: number | undefined): void {
  marks.push({ at: now, id: Math.max(greatest ?? 0, marks.at(-1)?.id ?? 0) })
  while (marks.length > 1 && (marks[1]?.at ?? now) <= now - overlapMs) marks.shift()
}

function tooMany(): ValenceError {
  return new ValenceError('rate_limited', 'Too many are watching at once. Close another stream.', {
    retryAfterSeconds: 30,
  })
}
