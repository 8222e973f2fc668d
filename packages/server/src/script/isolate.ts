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
import { type Outcome, type Program, platformNames, type WorkerSettings } from './protocol.ts'
import { findStackGap, takeSnapshot } from './snapshot.ts'

/** Runs programs, one at a time. */
export interface Isolate {
  /** Whether the program is still known, so that {@link run} can do without its text. */
  knows(programId: number): boolean
  /** Make a program known. */
  learn(program: Program): void
  /**
   * Run a known program to its end. Never throws for anything a script does.
   *
   * @param values - JSON array, one value a parameter.
   */
  run(programId: number, values: string): Outcome
}

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
  const programs = createProgramCache(takeSnapshot(memory, gap), compiler)

  function execute(programId: number, values: string, transcript: Transcript): void {
    const operands = [programs.prepare(programId), context.newString(values)]
    const called = context.callFunction(platform.run, context.undefined, operands)
    if (called.error) throw stoppedBy(context, called.error, 'threw', isFull())
    while (!transcript.ending && !alarm.rang() && context.runtime.hasPendingJob()) {
      context.runtime.executePendingJobs(jobsBetweenChecks)
    }
  }

  function attempt(programId: number, values: string, transcript: Transcript) {
    try {
      execute(programId, values, transcript)
      return alarm.rang() ? tooLate(false) : undefined
    } catch (error) {
      const stopped = error instanceof RunStopped ? error : stoppedByHost(error)
      return alarm.rang() ? tooLate(stopped.isSpoiled) : stopped
    }
  }

  return {
    knows: programs.knows,
    learn: programs.learn,
    run(programId, values) {
      const transcript = bridge.begin()
      alarm.set(limits.timeoutMs)
      const stopped = attempt(programId, values, transcript)
      return outcomeOf(transcript, stopped, isFull())
    },
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
