/** Usage records are kept in memory for a moment and written together: a hub request never waits for the database. */
import type { Log } from '../lib/log.ts'
import type { Store, UsageRecord } from '../store/store.ts'

export interface UsageRecorder {
  record(record: UsageRecord): void
  /** Write what is left and stop. */
  close(): Promise<void>
}

/**
 * @param options - `flushMs` between writes; `maxBatch` records start one early; beyond `maxPending` (a database that
 *   does not answer) the oldest are dropped and counted in the log, because memory has a bound and requests go first.
 */
export function createUsageRecorder(
  usage: Store['usage'],
  log: Log,
  options = { flushMs: 1000, maxBatch: 500, maxPending: 20_000 },
): UsageRecorder {
  let pending: UsageRecord[] = []
  let writing: Promise<void> | undefined

  async function write(): Promise<void> {
    const batch = pending.splice(0, options.maxBatch)
    if (batch.length === 0) return
    try {
      await usage.append(batch)
    } catch (error) {
      log.warn({ err: error, records: batch.length }, 'usage records could not be written yet')
      pending = [...batch, ...pending]
      dropOldest()
    }
  }

  function dropOldest(): void {
    const excess = pending.length - options.maxPending
    if (excess <= 0) return
    pending.splice(0, excess)
    log.error(
      { dropped: excess },
      'usage records were dropped: the database has not taken them for too long',
    )
  }

  function flush(): Promise<void> {
    writing ??= write().finally(() => {
      writing = undefined
    })
    return writing
  }

  const timer = setInterval(flush, options.flushMs).unref()
  return {
    record(record) {
      pending.push(record)
      if (pending.length > options.maxPending) dropOldest()
      if (pending.length >= options.maxBatch) void flush()
    },
    async close() {
      clearInterval(timer)
      await flush()
      while (pending.length > 0) {
        const before = pending.length
        await flush()
        if (pending.length >= before) return
      }
    },
  }
}
