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
  readonly programId: number
  /** Left out when the worker has seen the program before; it may have forgotten. */
  readonly program?: Program
  /** JSON array: one value a parameter. */
  readonly values: string
}

/**
 * Why a script failed: `threw` (an error of its own), `syntax`, `time`, `memory`, `depth` (recursion beyond
 * the stack), `size` (the answer is too large).
 */
export type FailureKind = 'threw' | 'syntax' | 'time' | 'memory' | 'depth' | 'size'

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

/** A worker's answers. `ready` once, then one answer a request. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  /** The program was forgotten: ask again and send it along. */
  | { readonly kind: 'unknown_program' }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
