/**
 * The port behind which element hooks run. The implementation isolates them: nothing of the host or of another instance is
 * in reach, of the network only what the caller performs for them; time and memory are bounded.
 */
import type { MakeCall } from './script-calls.ts'

export type { MakeCall, ScriptCall, ScriptCallAnswer } from './script-calls.ts'

/** One hook or script, as the element's author wrote it. */
export interface Script {
  /** Names the script in errors, traces and caches: `examplecrm GET /contacts postRequest`. */
  readonly name: string
  /** The body of a function (never an expression or a module). Sloppy mode; top-level `return` is allowed. */
  readonly source: string
}

/** What a script did. */
export interface ScriptResult {
  /** `value` when it is an object; `{}` when it is anything else or there was none. */
  readonly result: Readonly<Record<string, unknown>>
  /**
   * The argument of the first `done(…)`, or the value a legacy script returned, as it was: formulas end with scalars
   * and lists, too. Absent when there was neither.
   */
  readonly value?: unknown
  /** Members of `result` that are the very object that was injected (under any name): they replace, others merge. */
  readonly injected: ReadonlySet<string>
  /** Lines of `console.*` and `print`, at most the configured number. */
  readonly console: readonly string[]
}

/** What a run may do beyond computing. */
export interface ScriptAbilities {
  /** Performs the calls of `require('http')` and `require('https')`; absent: they fail. */
  readonly makeCall?: MakeCall
}

/** Runs scripts. */
export interface ScriptRunner {
  /**
   * Run a script to its end.
   *
   * @param scope - The injected variables; each must survive JSON. `undefined` arrives as `null`.
   * @throws {ValenceError} `script_failed`: it threw before `done`, ran too long or took too much memory. The message
   *   names the script and says which; retrying cannot help. `unavailable`: too many scripts are waiting, or the
   *   runner is closed; retrying may help.
   */
  run(
    script: Script,
    scope: Readonly<Record<string, unknown>>,
    abilities?: ScriptAbilities,
  ): Promise<ScriptResult>
  /** Stop the workers. Runs under way fail. */
  close(): Promise<void>
}
