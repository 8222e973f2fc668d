/** The last traces of this process, in bounded memory. @see docs/adr/0010-traces-in-memory.md */
import { LRUCache } from 'lru-cache'
import type { Trace } from './trace.ts'

export interface Traces {
  add(trace: Trace): void
  /** A trace of an organization; another's is not there. */
  find(organizationId: number, id: string): Trace | undefined
}

const maxBytes = 16 * 1024 * 1024
const keptMs = 24 * 3600 * 1000

/** @param limitBytes - Memory for all traces together; the oldest go first. */
export function createTraces(limitBytes: number = maxBytes): Traces {
  const traces = new LRUCache<string, { readonly trace: Trace; readonly size: number }>({
    maxSize: limitBytes,
    maxEntrySize: limitBytes / 4,
    sizeCalculation: ({ size }) => size,
    ttl: keptMs,
  })
  return {
    add(trace) {
      traces.set(trace.id, { trace, size: JSON.stringify(trace).length * 2 })
    },
    find(organizationId, id) {
      const found = traces.peek(id)?.trace
      return found?.organizationId === organizationId ? found : undefined
    },
  }
}
