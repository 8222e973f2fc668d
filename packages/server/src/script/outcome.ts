import type { ScriptError, Transcript } from './bridge.ts'
import type { Failure, Outcome } from './protocol.ts'

/** The file name of a script in stack traces. Its text starts on the second line of what is compiled. */
export const scriptFileName = 'script'
const linePattern = /\bscript:(\d+)/

/** Something ended the run that the script could not catch. */
export class RunStopped extends Error {
  readonly failure: Failure
  /** The interpreter was left in the middle of something. */
  readonly isSpoiled: boolean

  constructor(failure: Failure, isSpoiled: boolean) {
    super(failure.message || failure.kind)
    this.failure = failure
    this.isSpoiled = isSpoiled
  }
}

/**
 * Put together what a run came to. A limit that was passed makes it a failure even after `done`; an error of
 * the script's own after `done` does not.
 *
 * @param isFull - Whether the memory was nearly used up: the engine then throws `null`, having no room for an error.
 */
export function outcomeOf(
  { console, ending }: Transcript,
  stopped: RunStopped | undefined,
  isFull: boolean,
): Outcome {
  const failed = (failure: Failure, isSpoiled = false): Outcome => {
    return { injected: [], console, failure, spoiled: isSpoiled || failure.kind === 'memory' }
  }
  if (stopped && (ending === undefined || stopped.failure.kind !== 'threw')) {
    return failed(stopped.failure, stopped.isSpoiled)
  }
  if (ending?.kind === 'threw') return failed(failureOf(ending.error, 'threw', isFull))
  if (ending?.kind === 'refused') return failed(ending.failure)
  const done = { injected: ending?.injected ?? [], console, spoiled: false }
  return ending?.value === undefined ? done : { ...done, value: ending.value }
}

/** Read an error of the engine or of the script. */
export function failureOf(
  { name, message, stack }: ScriptError,
  kind: 'threw' | 'syntax',
  isFull: boolean,
): Failure {
  const isNothing = name === undefined && message === 'null'
  if (message === 'out of memory' || (isFull && isNothing)) return { kind: 'memory', message: '' }
  const line = Number(linePattern.exec(stack ?? '')?.[1] ?? 0) - 1
  const words = name ? `${name}: ${message}` : message
  return { kind, message: words, ...(line > 0 ? { line } : {}) }
}

/**
 * Read an exception that crossed the interpreter's own frames: the machine's stack was full, or the memory was. The
 * interpreter could not put its stack pointer back.
 */
export function stoppedByHost(error: unknown): RunStopped {
  const isDepth = error instanceof RangeError && /call stack/i.test(error.message)
  return new RunStopped({ kind: isDepth ? 'depth' : 'memory', message: '' }, true)
}
