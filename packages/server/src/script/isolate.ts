/**
 * One interpreter that runs one script after another, each from the same saved state. Runs in a worker thread: a loop
 * inside a native function of the engine does not look at the clock, and only the end of the thread stops it.
 */
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import { createAlarm } from './alarm.ts'
import { createBridge, type Transcript } from './bridge.ts'
import { startInterpreter } from './interpreter.ts'
import { failureOf, outcomeOf, RunStopped, scriptFileName, stoppedByHost } from './outcome.ts'
import { loadPlatform, type Platform } from './platform.ts'
import { type Compiler, createProgramCache } from './program-cache.ts'
import {
  type Outcome,
  type Program,
  platformNames,
  type SettledCall,
  type WantedCall,
  type WorkerSettings,
} from './protocol.ts'
import { findStackGap, takeSnapshot } from './snapshot.ts'
import { createSuspendedRuns } from './suspended-runs.ts'

/** Runs programs, one at a time. */
export interface Isolate {
  /** Whether the program is still known, so that {@link run} can do without its text. */
  knows(programId: number): boolean
  /** Make a program known. */
  learn(program: Program): void
  /**
   * Run a known program to its end, or until it waits for a call of its own. Never throws for anything a script does.
   *
   * @param values - JSON array, one value a parameter.
   */
  run(programId: number, values: string, mayCall: boolean): Step
  /** Go on with a suspended run; `undefined` when it is not known. */
  resume(runId: number, settled: SettledCall): Step | undefined
  /** Forget a suspended run. */
  drop(runId: number): void
}

/** How far a run came: to its end, or to where it waits. */
export type Step = Outcome | { readonly runId: number; readonly calls: readonly WantedCall[] }

const jobsBetweenChecks = 256

/** Start an interpreter, load the libraries and save the state that every run starts from. */
export async function createIsolate(settings: WorkerSettings): Promise<Isolate> {
  const { limits } = settings
  const { quickjs, memory } = await startInterpreter(settings.interpreter, limits.memoryMb)
  const gap = findStackGap(memory)
  const context = quickjs.newContext()
  const alarm = createAlarm(context.runtime)
  const bridge = createBridge(context, limits)
  const platform = loadPlatform(context, bridge.handle)
  // The context keeps handles to these values from their first use on; they must exist in the saved state.
  void [context.global, context.undefined, context.null, context.true, context.false]
  const isFull = () => memory.buffer.byteLength > (limits.memoryMb * 1024 * 1024) / 2
  const compiler = createCompiler(context, platform, isFull)
  const snapshot = takeSnapshot(memory, gap)
  const programs = createProgramCache(snapshot, compiler)
  const suspended = createSuspendedRuns(snapshot)

  function call(callee: QuickJSHandle, operands: QuickJSHandle[], transcript: Transcript): void {
    const called = context.callFunction(callee, context.undefined, operands)
    if (called.error) throw stoppedBy(context, called.error, 'threw', isFull())
    while (!transcript.ending && !alarm.rang() && context.runtime.hasPendingJob()) {
      context.runtime.executePendingJobs(jobsBetweenChecks)
    }
  }

  function attempt(work: () => void) {
    try {
      work()
      return alarm.rang() ? tooLate(false) : undefined
    } catch (error) {
      const stopped = error instanceof RunStopped ? error : stoppedByHost(error)
      return alarm.rang() ? tooLate(stopped.isSpoiled) : stopped
    }
  }

  /** Work until the run has ended, or does nothing but wait for its calls. */
  function advance(transcript: Transcript, work: () => void): Step {
    const startedAt = performance.now()
    alarm.set(limits.timeoutMs - transcript.busyMs)
    const stopped = attempt(work)
    transcript.busyMs += performance.now() - startedAt
    const isWaiting = transcript.waiting > 0 && !stopped && !transcript.ending
    return isWaiting ? suspend(transcript) : outcomeOf(transcript, stopped, isFull())
  }

  function suspend(transcript: Transcript): Step {
    const calls = transcript.wanted.splice(0)
    const runId = suspended.keep(transcript)
    if (runId !== undefined) return { runId, calls }
    const failure = { kind: 'memory', message: '' } as const
    return { injected: [], console: transcript.console, failure, spoiled: false }
  }

  return {
    knows: programs.knows,
    learn: programs.learn,
    run(programId, values, mayCall) {
      const transcript = bridge.begin(mayCall)
      return advance(transcript, () => {
        if (mayCall) snapshot.clear()
        call(platform.run, [programs.prepare(programId), context.newString(values)], transcript)
      })
    },
    resume(runId, { json }) {
      const transcript = suspended.wake(runId)
      if (!transcript) return undefined
      bridge.goOn(transcript)
      transcript.waiting -= 1
      return advance(transcript, () => {
        call(platform.resume, [context.newString(json)], transcript)
      })
    },
    drop: suspended.drop,
  }
}

function createCompiler(
  context: QuickJSContext,
  platform: Platform,
  isFull: () => boolean,
): Compiler {
  return {
    compile({ source, parameters }) {
      // Function parameters, because a script may declare one of them again with `var`; the new line, because its
      // last line may be a comment.
      const code = `(function (${[...parameters, ...platformNames].join()}) {\n${source}\n})`
      const compiled = context.evalCode(code, scriptFileName)
      if (compiled.error) throw stoppedBy(context, compiled.error, 'syntax', isFull())
      return compiled.value
    },
    warmUp({ source }) {
      for (const name of platform.onDemand.filter((library) => source.includes(library))) {
        context.callFunction(platform.load, context.undefined, context.newString(name))
      }
    },
  }
}

function tooLate(isSpoiled: boolean): RunStopped {
  return new RunStopped({ kind: 'time', message: '' }, isSpoiled)
}

function stoppedBy(
  context: QuickJSContext,
  error: QuickJSHandle,
  kind: 'threw' | 'syntax',
  isFull: boolean,
): RunStopped {
  const textOf = (name: string) => context.getString(context.getProp(error, name))
  const words = { name: textOf('name'), message: textOf('message'), stack: textOf('stack') }
  return new RunStopped(failureOf(words, kind, isFull), false)
}
