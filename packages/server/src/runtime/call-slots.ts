import { ValenceError } from '../lib/errors.ts'

/** Bounds how many calls one instance has under way at its vendor. */
export interface CallSlots {
  /** Wait for a slot. The returned function gives it back and must be called once. */
  acquire(instanceId: number): Promise<() => void> | (() => void)
}

interface Lane {
  running: number
  readonly waiting: (() => void)[]
}

/**
 * @param limits - `parallel` calls run at once per instance; `waiting` more wait their turn, further ones are
 *   refused with `rate_limited`.
 */
export function createCallSlots(limits: { parallel: number; waiting: number }): CallSlots {
  const lanes = new Map<number, Lane>()

  function release(instanceId: number, lane: Lane): void {
    const next = lane.waiting.shift()
    if (next) {
      next()
      return
    }
    lane.running -= 1
    if (lane.running === 0) lanes.delete(instanceId)
  }

  return {
    acquire(instanceId) {
      let lane = lanes.get(instanceId)
      if (!lane) {
        lane = { running: 0, waiting: [] }
        lanes.set(instanceId, lane)
      }
      const held = lane
      if (held.running < limits.parallel) {
        held.running += 1
        return () => release(instanceId, held)
      }
      if (held.waiting.length >= limits.waiting) {
        throw new ValenceError(
          'rate_limited',
          `This instance already has ${limits.parallel} calls under way and ${limits.waiting} waiting. Send fewer at once.`,
          { retryAfterSeconds: 1 },
        )
      }
      return new Promise((resolve) => {
        held.waiting.push(() => resolve(() => release(instanceId, held)))
      })
    },
  }
}
