/**
 * A place in the pool: there is always a thread in it, or one being started. States of a slot:
 * starting -> idle -> running -> idle; a run that waits for calls of its own leaves the slot idle meanwhile. From every one of them -> starting, when the thread dies or is spoiled.
 */
import type { Outcome, Program, SettledCall, WantedCall, WorkerSettings } from './protocol.ts'
import { type DeathReason, type ScriptWorker, startScriptWorker } from './script-worker.ts'

/** What a slot can run. */
export interface Runnable {
  readonly program: Program
  readonly values: string
  /** It may make calls of its own. */
  readonly mayCall: boolean
}

/** Names a run that waits in a slot's thread. */
export interface Ticket {
  /** Of the thread: a later one does not know the run. */
  readonly generation: number
  readonly runId: number
}

/** What the pool hears from a slot. */
export interface WorkerSlotEvents<Job> {
  /** The slot can take a run. */
  idle(): void
  ended(job: Job, outcome: Outcome): void
  /** The run waits for its calls, of which these are new. */
  suspended(job: Job, slot: WorkerSlot<Job>, ticket: Ticket, calls: readonly WantedCall[]): void
  /** The thread died over this run. */
  lost(job: Job, reason: DeathReason, detail: string): void
  /** Threads keep dying at their start. The slot goes on trying. */
  hopeless(detail: string): void
}

/** One thread after another. */
export interface WorkerSlot<Job> {
  readonly isIdle: boolean
  /** Only when idle. `ended`, `suspended` or `lost` follows, then `idle`. */
  run(job: Job): void
  /** Go on with a run that waits; only when idle. `false`: its thread is gone. */
  resume(job: Job, ticket: Ticket, settled: SettledCall): boolean
  /** Forget a run that waits. */
  drop(ticket: Ticket): void
  /** Whether the slot keeps the process alive. */
  hold(isHeld: boolean): void
  /** End the thread and start no other. The run under way gets no event. */
  close(): Promise<void>
}

const firstDelayMs = 100
const maxDelayMs = 5000
const hopelessStarts = 3

/** Fill a slot. */
export function createWorkerSlot<Job extends Runnable>(
  settings: WorkerSettings,
  events: WorkerSlotEvents<Job>,
): WorkerSlot<Job> {
  let worker: ScriptWorker
  let job: Job | undefined
  let isReady = false
  let isHeld = false
  let failedStarts = 0
  let generation = 0
  let restart: NodeJS.Timeout | undefined

  function start(): void {
    isReady = false
    generation += 1
    worker = startScriptWorker(settings, { ready, ended, suspended, died })
    worker.hold(isHeld)
  }

  function ready(): void {
    isReady = true
    failedStarts = 0
    events.idle()
  }

  function ended(outcome: Outcome): void {
    const finished = takeJob()
    if (outcome.spoiled) {
      void worker.end()
      start()
    }
    if (finished) events.ended(finished, outcome)
    if (isReady) events.idle()
  }

  function suspended(runId: number, calls: readonly WantedCall[]): void {
    const waiting = takeJob()
    if (waiting) events.suspended(waiting, slot, { generation, runId }, calls)
    events.idle()
  }

  function died(reason: DeathReason, detail: string): void {
    const lost = takeJob()
    if (reason === 'start') startLater(detail)
    else start()
    if (lost) events.lost(lost, reason, detail)
  }

  function startLater(detail: string): void {
    failedStarts += 1
    const delayMs = Math.min(firstDelayMs * 2 ** failedStarts, maxDelayMs)
    restart = setTimeout(start, delayMs)
    if (!isHeld) restart.unref()
    if (failedStarts >= hopelessStarts) events.hopeless(detail)
  }

  function takeJob(): Job | undefined {
    const taken = job
    job = undefined
    return taken
  }

  const slot: WorkerSlot<Job> = {
    get isIdle() {
      return isReady && job === undefined
    },
    run(next) {
      job = next
      worker.run(next.program, next.values, next.mayCall)
    },
    resume(next, ticket, settled) {
      if (ticket.generation !== generation) return false
      job = next
      worker.resume(ticket.runId, settled)
      return true
    },
    drop(ticket) {
      if (ticket.generation === generation) worker.drop(ticket.runId)
    },
    hold(held) {
      isHeld = held
      worker.hold(held)
      if (held) restart?.ref()
      else restart?.unref()
    },
    async close() {
      clearTimeout(restart)
      await worker.end()
    },
  }
  start()
  return slot
}
