/** A script worker, seen from the main thread: starts it, gives it one run at a time, ends it when it hangs. */
import { Worker } from 'node:worker_threads'
import type {
  Outcome,
  Program,
  ResumeRequest,
  RunRequest,
  SettledCall,
  WantedCall,
  WorkerReply,
  WorkerSettings,
} from './protocol.ts'

/**
 * Why a worker is gone: the run took longer than it may, the thread's own heap was full, it did not start, or it ended
 * for another reason.
 */
export type DeathReason = 'time' | 'memory' | 'start' | 'exit'

/** What the pool hears from a worker. */
export interface ScriptWorkerEvents {
  ready(): void
  ended(outcome: Outcome): void
  /** The run waits for calls of its own; the worker can take another. */
  suspended(runId: number, calls: readonly WantedCall[]): void
  /** The last event. The run under way, if any, has no outcome. */
  died(reason: DeathReason, detail: string): void
}

/** One thread. */
export interface ScriptWorker {
  /** Run a program; `ended`, `suspended` or `died` follows. Only when the worker is ready and has no other run. */
  run(program: Program, values: string, mayCall: boolean): void
  /** Go on with a suspended run; the same follows. */
  resume(runId: number, settled: SettledCall): void
  /** Forget a suspended run. */
  drop(runId: number): void
  /** Whether the thread keeps the process alive. */
  hold(isHeld: boolean): void
  /** End the thread, whatever it does. No event follows. */
  end(): Promise<void>
}

const startTimeoutMs = 30_000
// The isolate stops most scripts by itself and can say more about them; the watchdog waits for it a little.
const graceMs = 250
const maxRemembered = 10_000

interface RunOfProgram {
  readonly program: Program
  readonly values: string
  readonly mayCall: boolean
}

type CurrentRun = RunOfProgram | { readonly runId: number }

/** What a run comes to that the thread does not know: only a defect of ours leads here. */
const lostRun: Outcome = {
  injected: [],
  console: [],
  failure: { kind: 'threw', message: 'The run was lost while it waited for a call' },
  spoiled: false,
}

/** Start a thread. It does not keep the process alive until told to. */
export function startScriptWorker(
  settings: WorkerSettings,
  events: ScriptWorkerEvents,
): ScriptWorker {
  const thread = startThread(settings)
  const told = new Set<number>()
  let current: CurrentRun | undefined
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

  function ask(request: RunRequest | ResumeRequest): void {
    watch(settings.limits.timeoutMs + graceMs)
    thread.postMessage(request)
  }

  function tell({ program, values, mayCall }: RunOfProgram): void {
    if (told.size >= maxRemembered) told.clear()
    told.add(program.id)
    ask({ kind: 'run', programId: program.id, program, values, mayCall })
  }

  thread.on('message', (reply: WorkerReply) => {
    if (isOver) return
    if (reply.kind === 'unknown_program') {
      if (current && 'program' in current) tell(current)
      return
    }
    clearTimeout(watchdog)
    current = undefined
    if (reply.kind === 'ended') events.ended(reply.outcome)
    else if (reply.kind === 'suspended') events.suspended(reply.runId, reply.calls)
    else if (reply.kind === 'unknown_run') events.ended(lostRun)
    else {
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
    run(program, values, mayCall) {
      const run = { program, values, mayCall }
      current = run
      if (told.has(program.id)) ask({ kind: 'run', programId: program.id, values, mayCall })
      else tell(run)
    },
    resume(runId, settled) {
      current = { runId }
      ask({ kind: 'resume', runId, settled })
    },
    drop(runId) {
      thread.postMessage({ kind: 'drop', runId })
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
