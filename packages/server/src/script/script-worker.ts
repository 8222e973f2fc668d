/** A script worker, seen from the main thread: starts it, gives it one run at a time, ends it when it hangs. */
import { Worker } from 'node:worker_threads'
import type { Outcome, Program, RunRequest, WorkerReply, WorkerSettings } from './protocol.ts'

/**
 * Why a worker is gone: the run took longer than it may, the thread's own heap was full, it did not start, or it ended
 * for another reason.
 */
export type DeathReason = 'time' | 'memory' | 'start' | 'exit'

/** What the pool hears from a worker. */
export interface ScriptWorkerEvents {
  ready(): void
  ended(outcome: Outcome): void
  /** The last event. The run under way, if any, has no outcome. */
  died(reason: DeathReason, detail: string): void
}

/** One thread. */
export interface ScriptWorker {
  /** Run a program; `ended` or `died` follows. Only when the worker is ready and has no other run. */
  run(program: Program, values: string): void
  /** Whether the thread keeps the process alive. */
  hold(isHeld: boolean): void
  /** End the thread, whatever it does. No event follows. */
  end(): Promise<void>
}

const startTimeoutMs = 30_000
// The isolate stops most scripts by itself and can say more about them; the watchdog waits for it a little.
const graceMs = 250
const maxRemembered = 10_000

/** Start a thread. It does not keep the process alive until told to. */
export function startScriptWorker(
  settings: WorkerSettings,
  events: ScriptWorkerEvents,
): ScriptWorker {
  const thread = startThread(settings)
  const told = new Set<number>()
  let current: { readonly program: Program; readonly values: string } | undefined
  let isReady = false
  let isOver = false
  let watchdog = setTimeout(bark, startTimeoutMs).unref()

  function watch(timeoutMs: number): void {
    clearTimeout(watchdog)
    watchdog = setTimeout(bark, timeoutMs).unref()
  }

  // An answer may have arrived while the main thread was busy: look for it once more before the axe falls.
  function bark(): void {
    const suspect = current
    setImmediate(() => {
      if (!isReady) die('start', `not ready after ${startTimeoutMs} ms`)
      else if (current && current === suspect) die('time', '')
    })
  }

  function die(reason: DeathReason, detail: string): void {
    if (isOver) return
    void end()
    events.died(reason, detail)
  }

  async function end(): Promise<void> {
    isOver = true
    clearTimeout(watchdog)
    await thread.terminate()
  }

  function ask(request: RunRequest): void {
    watch(settings.limits.timeoutMs + graceMs)
    thread.postMessage(request)
  }

  function tell(program: Program, values: string): void {
    if (told.size >= maxRemembered) told.clear()
    told.add(program.id)
    ask({ programId: program.id, program, values })
  }

  thread.on('message', (reply: WorkerReply) => {
    if (isOver) return
    if (reply.kind === 'unknown_program') {
      if (current) tell(current.program, current.values)
      return
    }
    clearTimeout(watchdog)
    if (reply.kind === 'ended') {
      current = undefined
      events.ended(reply.outcome)
    } else {
      isReady = true
      events.ready()
    }
  })
  thread.on('error', (error: NodeJS.ErrnoException) => {
    const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    die(!isReady ? 'start' : isFull ? 'memory' : 'exit', error.message)
  })
  thread.on('exit', (code) => die(isReady ? 'exit' : 'start', `the thread ended with code ${code}`))
  thread.unref()

  return {
    run(program, values) {
      current = { program, values }
      if (told.has(program.id)) ask({ programId: program.id, values })
      else tell(program, values)
    },
    hold(isHeld) {
      if (isHeld) thread.ref()
      else thread.unref()
    },
    end,
  }
}

function startThread(settings: WorkerSettings): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: settings,
    // Nothing of the process is handed on: no environment, no arguments, no loaders of a test runner.
    env: {},
    argv: [],
    execArgv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: 256,
      // With V8's default the process keeps 120 MB more after some 100,000 runs.
      maxYoungGenerationSizeMb: 8,
      // Deep enough for the interpreter to notice endless recursion itself.
      stackSizeMb: 8,
    },
  })
}
