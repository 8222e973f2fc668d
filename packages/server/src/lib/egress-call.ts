import type { Dispatcher } from 'undici'
import { DeadlineExceeded, NotConnected } from './egress-failure.ts'

/** The end of a call's time. It covers redirects and the body, and must be stopped when the body has ended. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Called when the time is over and undici has had its chance to notice. */
  giveUp: () => void
  stop(): void
}

// A timer that is cleared, not AbortSignal.timeout: thousands of calls a second would leave as many timers behind.
export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort(new DeadlineExceeded(timeoutMs))
    setImmediate(() => deadline.giveUp())
  }, timeoutMs)
  const deadline: Deadline = {
    signal: controller.signal,
    giveUp: () => undefined,
    stop: () => clearTimeout(timer),
  }
  return deadline
}

/**
 * One request and the head of its answer.
 *
 * undici looks at the signal only once a request has its connection. One that still waits, for DNS, for a connection or for
 * a free one, is given up here; as nothing of it was sent, it fails as `NotConnected`. undici drops it when its turn comes.
 */
export function sendBefore(
  deadline: Deadline,
  dispatcher: Dispatcher,
  request: Dispatcher.RequestOptions,
): Promise<Dispatcher.ResponseData> {
  return new Promise((resolve, reject) => {
    deadline.giveUp = () => reject(new NotConnected(deadline.signal.reason))
    dispatcher.request({ ...request, signal: deadline.signal }, (error, answer) => {
      deadline.giveUp = () => undefined
      if (error) reject(error)
      else resolve(answer)
    })
  })
}
