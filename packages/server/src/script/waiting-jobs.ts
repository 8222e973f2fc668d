/** Runs that wait for calls of their own: performs the calls, and says which run can go on in which slot. */
import type { SettledCall, WantedCall } from './protocol.ts'
import { type MakeCall, settleCall } from './script-calls.ts'
import type { Ticket, WorkerSlot } from './worker-slot.ts'

/** What a job must have to wait. */
export interface WaitingJob {
  readonly makeCall: MakeCall | undefined
}

/** A run that can go on. */
export interface Wakeable<Job> {
  readonly job: Job
  readonly ticket: Ticket
  readonly settled: SettledCall
}

/** What the pool hears. */
export interface WaitingJobEvents<Job> {
  /** Some run can go on. */
  wakeable(): void
  /** A run has waited too long; it is still known. */
  late(job: Job): void
}

/** See {@link createWaitingJobs}. */
export interface WaitingJobs<Job, Slot> {
  /** Note that a run waits in a slot, and start its new calls. `false`: too many wait already. */
  add(job: Job, slot: Slot, ticket: Ticket, calls: readonly WantedCall[]): boolean
  /** A run of this slot that has an answer. */
  take(slot: Slot): Wakeable<Job> | undefined
  /** The job has ended, in whatever way. Answers that still come are for nobody. */
  forget(job: Job): void
}

interface Waiting<Slot> {
  readonly slot: Slot
  /** Absent while the run goes on. */
  ticket: Ticket | undefined
  readonly answers: SettledCall[]
  readonly timer: NodeJS.Timeout
}

const maxWaiting = 16

/** @param waitingMs - How long one run may wait, all its calls together. */
export function createWaitingJobs<Job extends WaitingJob>(
  waitingMs: number,
  events: WaitingJobEvents<Job>,
): WaitingJobs<Job, WorkerSlot<never>> {
  type Slot = WorkerSlot<never>
  const jobs = new Map<Job, Waiting<Slot>>()

  function enter(job: Job, slot: Slot): Waiting<Slot> | undefined {
    const known = jobs.get(job)
    if (known || jobs.size >= maxWaiting) return known
    const timer = setTimeout(() => giveUp(job), waitingMs).unref()
    const waiting = { slot, ticket: undefined, answers: [], timer }
    jobs.set(job, waiting)
    return waiting
  }

  function giveUp(job: Job): void {
    const waiting = jobs.get(job)
    if (waiting?.ticket) waiting.slot.drop(waiting.ticket)
    events.late(job)
  }

  async function perform(job: Job, call: WantedCall, makeCall: MakeCall): Promise<void> {
    const settled = await settleCall(call, makeCall)
    const waiting = jobs.get(job)
    if (!waiting) return
    waiting.answers.push(settled)
    if (waiting.ticket) events.wakeable()
  }

  return {
    add(job, slot, ticket, calls) {
      const waiting = enter(job, slot)
      if (!waiting || !job.makeCall) return false
      waiting.ticket = ticket
      for (const call of calls) void perform(job, call, job.makeCall)
      return true
    },
    take(slot) {
      for (const [job, waiting] of jobs) {
        const { ticket } = waiting
        if (waiting.slot !== slot || !ticket) continue
        const settled = waiting.answers.shift()
        if (!settled) continue
        waiting.ticket = undefined
        return { job, ticket, settled }
      }
      return undefined
    },
    forget(job) {
      clearTimeout(jobs.get(job)?.timer)
      jobs.delete(job)
    },
  }
}
