/**
 * The way between a script and the host: a handful of functions that take and give JSON text. Text crosses as JSON
 * because the engine's C strings end at a NUL character and JSON has none.
 */
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core'
import { hostFunctions } from './host-functions.ts'
import { nestsDeeperThan } from './json-depth.ts'
import type { Failure, FailureKind, IsolateLimits, WantedCall } from './protocol.ts'

/** What a script threw, in its own words. */
export interface ScriptError {
  readonly name?: string
  readonly message: string
  readonly stack?: string
}

/** What a run has said so far. */
export interface Transcript {
  readonly console: string[]
  /** Whether calls may be made. */
  readonly mayCall: boolean
  /** Calls asked for and not handed on yet. */
  wanted: WantedCall[]
  /** Calls asked for so far, and how many of them are not settled yet. */
  calls: number
  waiting: number
  /** Milliseconds the run has computed so far; while it waits for a call its time stands still. */
  busyMs: number
  /** Set by the first `done`, or by the error that came instead. */
  ending?:
    | { readonly kind: 'done'; readonly value?: string; readonly injected: readonly string[] }
    | { readonly kind: 'threw'; readonly error: ScriptError }
    | { readonly kind: 'refused'; readonly failure: Failure }
}

/** The host's side of the bridge. */
export interface Bridge {
  /** The object given to `prelude/platform.cjs`. */
  readonly handle: QuickJSHandle
  /** Begin a run with an empty transcript. */
  begin(mayCall: boolean): Transcript
  /** Go on with the transcript of a run that was suspended. */
  goOn(transcript: Transcript): void
}

const maxLineCharacters = 2000
const maxDepth = 1000

/** Build the bridge. Its functions live as long as the context and are part of its saved state. */
export function createBridge(context: QuickJSContext, limits: IsolateLimits): Bridge {
  let transcript = emptyTranscript(false)
  const handle = context.newObject()
  const offer = (
    name: string,
    body: (...operands: QuickJSHandle[]) => QuickJSHandle | undefined,
  ) => {
    // Our own reference is never given up. Were a script able to drop the last one, the host's function
    // would be gone while the saved state still names it.
    const reference = context.newFunction(name, (...operands) => body(...operands))
    context.setProp(handle, name, reference)
  }
  const say = (ending: Transcript['ending']) => {
    transcript.ending ??= ending
    return undefined
  }

  const refuse = (kind: FailureKind) => say({ kind: 'refused', failure: { kind, message: '' } })

  offer('random', () => context.newNumber(Math.random()))
  offer('line', (line) => {
    if (transcript.console.length < limits.maxConsoleLines) {
      transcript.console.push(clip(readJson(context, line)))
    }
    return undefined
  })
  offer('call', (operation, operands) => {
    const name = readText(context, operation)
    const perform = hostFunctions.get(name)
    if (!perform) throw new Error(`There is no host function "${name}"`)
    const answer = perform(...(readJson(context, operands) as unknown[]))
    return answer === undefined ? undefined : context.newString(JSON.stringify(answer))
  })
  offer('request', (request) => {
    if (!transcript.mayCall) throw new Error('A script cannot make calls of its own here')
    if (transcript.calls >= limits.maxCalls)
      throw new Error(`A script may make ${limits.maxCalls} calls of its own`)
    transcript.calls += 1
    transcript.waiting += 1
    transcript.wanted.push({ id: transcript.calls, request: readText(context, request) })
    return context.newNumber(transcript.calls)
  })
  offer('done', (value, injected) => {
    if (!value || !injected) return say({ kind: 'done', injected: [] })
    const text = readText(context, value)
    if (Buffer.byteLength(text) > limits.maxResultBytes) return refuse('size')
    if (nestsDeeperThan(text, maxDepth)) return refuse('depth')
    return say({ kind: 'done', value: text, injected: readJson(context, injected) as string[] })
  })
  offer('fail', (error) => say({ kind: 'threw', error: readJson(context, error) as ScriptError }))

  return {
    handle,
    begin(mayCall) {
      transcript = emptyTranscript(mayCall)
      return transcript
    },
    goOn(suspended) {
      transcript = suspended
    },
  }
}

function emptyTranscript(mayCall: boolean): Transcript {
  return { console: [], mayCall, wanted: [], calls: 0, waiting: 0, busyMs: 0 }
}

function readText(context: QuickJSContext, handle: QuickJSHandle | undefined): string {
  const text = handle ? context.getString(handle) : ''
  // The engine answers nothing at all when it has no memory for the copy; JSON is never empty.
  if (text === '') throw new RangeError('out of memory')
  return text
}

function readJson(context: QuickJSContext, handle: QuickJSHandle | undefined): unknown {
  return JSON.parse(readText(context, handle))
}

function clip(line: unknown): string {
  const text = String(line)
  return text.length > maxLineCharacters ? `${text.slice(0, maxLineCharacters)}…` : text
}
