/**
 * Runs scripts in a few worker threads that can be ended from outside. A script that hangs or eats memory costs its
 * own run and one thread, which is replaced at once; every other script is not concerned.
 */
import { LRUCache } from 'lru-cache'
import { ValenceError } from '../lib/errors.ts'
import { type Log, silentLog } from '../lib/log.ts'
import { createFairQueue } from './fair-queue.ts'
import { compileInterpreter } from './interpreter.ts'
import { createProgramRegistry, valuesOf } from './program-registry.ts'
import type { IsolateLimits, Outcome, WantedCall } from './protocol.ts'
import type { Script, ScriptResult, ScriptRunner } from './script.ts'
import { scriptFailed } from './script-failure.ts'
import { readResult } from './script-result.ts'
import type { DeathReason } from './script-worker.ts'
import { createWaitingJobs, type WaitingJob } from './waiting-jobs.ts'
import { createWorkerSlot, type Runnable, type Ticket, type WorkerSlot } from './worker-slot.ts'

/** What {@link createScriptRunner} takes. Everything has a default. */
export interface ScriptRunnerOptions extends Partial<IsolateLimits> {
  /** Threads. Default 1. */
  readonly workers?: number
  /** Runs that may wait for a thread; more are refused as `unavailable`. Default 1000. */
  readonly maxQueue?: number
  readonly log?: Log
}

interface Job extends Runnable, WaitingJob {
  readonly script: Script
  resolve(result: ScriptResult): void
  reject(error: Error): void
}

const maxOffenders = 1000
const offenceMs = 60_000

/** Only a script that names one of these modules can make calls; the others are spared what waiting costs. */
const namesClient = /\bhttps?\b/

const defaultLimits: IsolateLimits = {
  timeoutMs: 5000,
  memoryMb: 64,
  maxConsoleLines: 100,
  maxResultBytes: 10 * 1024 * 1024,
  maxCalls: 5,
  waitingMs: 30_000,
}

/**
 * Create a runner and start its threads. They keep the process alive only while a script runs or waits.
 *
 * @returns A runner that takes scripts at once; the first ones wait about a quarter of a second for the threads.
 */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const { workers = 1, maxQueue = 1000, log = silentLog, ...given } = options
  const limits: IsolateLimits = { ...defaultLimits, ...given }
  const settings = { interpreter: compileInterpreter(), limits }
  const registry = createProgramRegistry()
  const queue = createFairQueue<Job>(maxQueue)
  const slots = Array.from({ length: Math.max(1, workers) }, () =>
    createWorkerSlot<Job>(settings, { idle: dispatch, ended, suspended, lost, hopeless }),
  )
  const waiting = createWaitingJobs<Job>(limits.waitingMs, { wakeable: dispatch, late: tooLate })
  // Scripts that lately ran out of time or memory. They are served in the first slot only: while it starts a new thread over
  // them, or waits for their time to be over, the others go on with everybody else's.
  const offenders = new LRUCache<string, true>({ max: maxOffenders, ttl: offenceMs })
  const pending = new Set<Job>()
  let isClosed = false

  function dispatch(): void {
    for (const slot of slots) {
      if (slot.isIdle && !wake(slot)) {
        const job = queue.shift(slot === slots[0] ? undefined : isTrusted)
        if (job) slot.run(job)
      }
    }
  }

  function isTrusted(name: string): boolean {
    return !offenders.has(name)
  }

  /** A run that has an answer goes before new ones. Its thread may have died over another script meanwhile. */
  function wake(slot: WorkerSlot<Job>): boolean {
    for (let next = waiting.take(slot); next; next = waiting.take(slot)) {
      if (slot.resume(next.job, next.ticket, next.settled)) return true
      reject(next.job, threadEnded(next.job))
    }
    return false
  }

  function settle(job: Job): void {
    pending.delete(job)
    waiting.forget(job)
    if (pending.size === 0) for (const slot of slots) slot.hold(false)
  }

  function reject(job: Job, error: Error): void {
    settle(job)
    job.reject(error)
  }

  function ended(job: Job, { value, injected, failure, console }: Outcome): void {
    if (failure) {
      if (failure.kind === 'time' || failure.kind === 'memory') offenders.set(job.script.name, true)
      reject(job, scriptFailed(job.script, failure, limits, console))
    } else {
      settle(job)
      job.resolve(readResult(value, injected, console))
    }
  }

  function suspended(
    job: Job,
    slot: WorkerSlot<Job>,
    ticket: Ticket,
    calls: readonly WantedCall[],
  ): void {
    if (waiting.add(job, slot, ticket, calls)) return
    slot.drop(ticket)
    reject(job, unavailable('Too many scripts wait for calls of their own'))
  }

  function tooLate(job: Job): void {
    reject(job, scriptFailed(job.script, { kind: 'waiting', message: '' }, limits))
  }

  function lost(job: Job, reason: DeathReason, detail: string): void {
    offenders.set(job.script.name, true)
    log.warn({ script: job.script.name, reason, detail }, 'a script cost its worker thread')
    const error =
      reason === 'time' || reason === 'memory'
        ? scriptFailed(job.script, { kind: reason, message: '' }, limits)
        : threadEnded(job)
    reject(job, error)
  }

  function hopeless(detail: string): void {
    log.error({ detail }, 'script worker threads do not start')
    for (const job of queue.drain()) reject(job, unavailable('Script workers do not start'))
  }

  function enqueue(job: Job): void {
    if (!queue.push(job.script.name, job)) {
      job.reject(unavailable(`${maxQueue} scripts are waiting already`))
      return
    }
    pending.add(job)
    if (pending.size === 1) for (const slot of slots) slot.hold(true)
    dispatch()
  }

  return {
    async run(script, scope, { makeCall } = {}) {
      if (isClosed) throw unavailable('The script runner is closed')
      const program = registry.program(script, scope)
      const values = valuesOf(program, scope)
      const mayCall = makeCall !== undefined && namesClient.test(script.source)
      return new Promise((resolve, reject) =>
        enqueue({ script, program, values, mayCall, makeCall, resolve, reject }),
      )
    },
    async close() {
      isClosed = true
      queue.drain()
      for (const job of pending) reject(job, unavailable('The script runner was closed'))
      await Promise.all(slots.map((slot) => slot.close()))
    },
  }
}

function threadEnded({ script }: Job): ValenceError {
  return unavailable(`The thread that ran the script "${script.name}" ended`)
}

function unavailable(reason: string): ValenceError {
  return new ValenceError('unavailable', `${reason}; try again in a moment`, {
    retryAfterSeconds: 1,
  })
}
