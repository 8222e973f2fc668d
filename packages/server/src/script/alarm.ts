import type { QuickJSRuntime } from 'quickjs-emscripten-core'

/**
 * Stops a run that takes too long, as long as it is the interpreter that is busy: the engine asks every few thousand
 * steps, but not inside native loops such as the one of `Array.prototype.join`.
 */
export interface Alarm {
  set(timeoutMs: number): void
  /** Has the time passed? Once it has, every statement is stopped, those in `catch` and `finally` as well. */
  rang(): boolean
}

/** Set up the alarm of a runtime. That there is one is part of the memory's state: it must come before a snapshot. */
export function createAlarm(runtime: QuickJSRuntime): Alarm {
  let deadline = Number.POSITIVE_INFINITY
  const rang = () => performance.now() > deadline
  runtime.setInterruptHandler(rang)
  return {
    set(timeoutMs) {
      deadline = performance.now() + timeoutMs
    },
    rang,
  }
}
