/** What the main thread and a script worker say to each other. */

/** Bounds of one run. */
export interface IsolateLimits {
  /** Milliseconds from the start to the end of a run. */
  readonly timeoutMs: number
  /** WebAssembly memory of one interpreter, in MiB: the script, its data and about 2 MiB of libraries. */
  readonly memoryMb: number
  /** Lines of `console.*` kept; later ones are dropped. */
  readonly maxConsoleLines: number
  /** Bytes of JSON a script may answer with. */
  readonly maxResultBytes: number
  /** Calls of its own that one run may make. */
  readonly maxCalls: number
  /** Milliseconds a run may wait for them altogether. */
  readonly waitingMs: number
}

/** Given to a worker at its start. */
export interface WorkerSettings {
  /** The interpreter, compiled once for all workers. */
  readonly interpreter: WebAssembly.Module
  readonly limits: IsolateLimits
}

/** What every script is given beside its variables: `done`, then the others in the order of `platform.cjs`. */
export const platformNames: readonly string[] = [
  'done',
  'console',
  'print',
  'CE',
  'require',
  'base64Encode',
  'getArray',
  'getMap',
  'notify',
]

/** A script with the names it is given, ready to compile. */
export interface Program {
  /** The same for the same source and parameters, for the life of the runner. */
  readonly id: number
  readonly source: string
  /** Names of the injected variables, in the order of their values. Never one of {@link platformNames}. */
  readonly parameters: readonly string[]
}

/** Run a program. */
export interface RunRequest {
  readonly kind: 'run'
  readonly programId: number
  /** Left out when the worker has seen the program before; it may have forgotten. */
  readonly program?: Program
  /** JSON array: one value a parameter. */
  readonly values: string
  /** The run may make calls of its own, and be suspended while they are under way. */
  readonly mayCall: boolean
}

/** A call a script wants to make, as it asked for it. */
export interface WantedCall {
  /** Within its run. */
  readonly id: number
  /** JSON of a `ScriptCall`. */
  readonly request: string
}

/** What came of a call: JSON of `{id, error}` or `{id, answer}`. */
export interface SettledCall {
  readonly json: string
}

/** Go on with a suspended run. */
export interface ResumeRequest {
  readonly kind: 'resume'
  readonly runId: number
  readonly settled: SettledCall
}

/** Forget a suspended run. Nothing is answered. */
export interface DropRequest {
  readonly kind: 'drop'
  readonly runId: number
}

/**
 * Why a script failed: `threw` (an error of its own), `syntax`, `time`, `memory`, `depth` (recursion beyond
 * the stack), `size` (the answer is too large), `waiting` (its own calls took too long).
 */
export type FailureKind = 'threw' | 'syntax' | 'time' | 'memory' | 'depth' | 'size' | 'waiting'

/** How a script failed. */
export interface Failure {
  readonly kind: FailureKind
  /** The script's own words, for `threw` and `syntax`: `TypeError: x is not a function`. */
  readonly message: string
  /** Line of the script, from 1. */
  readonly line?: number
}

/** What a run came to. */
export interface Outcome {
  /** JSON of what was given to `done`. */
  readonly value?: string
  /** Members of the value that are injected objects. */
  readonly injected: readonly string[]
  readonly failure?: Failure
  readonly console: readonly string[]
  /** The interpreter can't be trusted any more; the worker must be replaced. */
  readonly spoiled: boolean
}

/** A worker's answers. `ready` once, then one answer to each run and resumption. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  /** The program was forgotten: ask again and send it along. */
  | { readonly kind: 'unknown_program' }
  /** There is no such suspended run. */
  | { readonly kind: 'unknown_run' }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  /** The run waits for its calls; these are new. The worker is free for others meanwhile. */
  | { readonly kind: 'suspended'; readonly runId: number; readonly calls: readonly WantedCall[] }
