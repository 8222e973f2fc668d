/** A stream of Server-Sent Events that keeps itself alive, ends by itself, and bounds what a slow reader costs. */
import { Readable } from 'node:stream'

/** Proxies close connections on which nothing is said; most wait a minute. */
const HEARTBEAT_MS = 15_000

/** A stream ends by itself and the browser opens another: whoever may not see it any more is then found out. */
const MAX_LIFE_MS = 15 * 60_000

/** What may wait for a reader that is slow. Beyond it the stream ends. */
const MAX_WAITING_BYTES = 1024 * 1024

const RETRY_MS = 3_000

export interface EventStream {
  /** What is sent as the answer's body. */
  readonly body: Readable
  /** Nothing once the stream is over. */
  send(event: { readonly event: string; readonly id: string; readonly data: object }): void
  end(): void
}

/** @param onClose - Called once, when nobody reads any more or everything was read. */
export function createEventStream(onClose: () => void): EventStream {
  let isOver = false
  const body = new Readable({ read() {} })
  const end = () => {
    if (isOver) return
    isOver = true
    body.push(null)
  }
  const write = (text: string) => {
    if (body.readableLength > MAX_WAITING_BYTES) end()
    else if (!isOver) body.push(text)
  }
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS)
  const life = setTimeout(end, MAX_LIFE_MS)
  body.once('close', () => {
    isOver = true
    clearInterval(heartbeat)
    clearTimeout(life)
    onClose()
  })
  // The head of the answer goes out with the first byte: without one the browser would wait for the first event.
  write(`retry: ${RETRY_MS}\n\n`)
  return {
    body,
    send: ({ event, id, data }) =>
      write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`),
    end,
  }
}
