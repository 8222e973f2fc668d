import { ValenceError } from '../lib/errors.ts'
import type { Failure, FailureKind, IsolateLimits } from './protocol.ts'
import type { Script } from './script.ts'

const maxMessageCharacters = 1000

/** The `cause` of a `script_failed`: what formulas record of a step that failed. */
export class ScriptFailure extends Error {
  readonly kind: FailureKind
  /** Line of the script, from 1. */
  readonly line: number | undefined
  /** Lines written before the failure; none when the thread had to be ended. */
  readonly console: readonly string[]

  constructor(failure: Failure, console: readonly string[]) {
    super(failure.message || failure.kind)
    this.name = 'ScriptFailure'
    this.kind = failure.kind
    this.line = failure.line
    this.console = console
  }
}

/** The error that callers of {@link ScriptRunner.run} get. */
export function scriptFailed(
  script: Script,
  failure: Failure,
  limits: IsolateLimits,
  console: readonly string[] = [],
): ValenceError {
  const message = `The script "${script.name}" ${describe(failure, limits)}`
  return new ValenceError('script_failed', message, { cause: new ScriptFailure(failure, console) })
}

function describe({ kind, message, line }: Failure, limits: IsolateLimits): string {
  const where = line === undefined ? '' : ` on line ${line}`
  const words =
    message.length > maxMessageCharacters ? `${message.slice(0, maxMessageCharacters)}…` : message
  switch (kind) {
    case 'threw':
      return `failed${where}: ${words}`
    case 'syntax':
      return `cannot be compiled${where}: ${words}`
    case 'time':
      return `ran longer than ${limits.timeoutMs} ms and was stopped`
    case 'memory':
      return `needed more than the ${limits.memoryMb} MB of memory it may have and was stopped`
    case 'depth':
      return 'nests too deeply and was stopped: look for endless recursion'
    case 'waiting':
      return `waited longer than ${limits.waitingMs} ms for calls of its own and was stopped`
    case 'size':
      return `gave done() more than ${limits.maxResultBytes} bytes`
  }
}
