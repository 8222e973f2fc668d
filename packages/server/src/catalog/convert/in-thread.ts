/**
 * Conversions in threads of their own. A document of a stranger may be made to take for ever or to eat all memory; here it
 * costs a thread, and others are served meanwhile.
 */
import { Worker } from 'node:worker_threads'
import { type ErrorCode, errorRegistry, ValenceError } from '../../lib/errors.ts'
import type { Conversion, ConvertRequest } from './convert.ts'
import type { ThreadReply } from './thread.ts'

/** Bounds of conversions. */
export interface ConverterSettings {
  /** Longest time of one. Default 60 s: several times what the largest documents take on a quiet machine. */
  readonly timeoutMs?: number
  /** Heap of one. Default 512 MB: a document of 10 MB needs about a third of it. */
  readonly memoryMb?: number
  /** How many at once. Default 2. */
  readonly parallel?: number
}

/** Converts documents. */
export interface Converter {
  /**
   * @throws {ValenceError} what `convertDocument` throws; `invalid_request` when the document takes too long or too much
   *   memory; `unavailable` when as many conversions run as may.
   */
  convert(request: ConvertRequest): Promise<Conversion>
}

const program = new URL('./thread.ts', import.meta.url)

/** @returns A converter; it holds nothing while it is idle and needs no closing. */
export function createConverter(settings: ConverterSettings = {}): Converter {
  const { timeoutMs = 60_000, memoryMb = 512, parallel = 2 } = settings
  let running = 0
  return {
    async convert(request) {
      if (running >= parallel) {
        throw new ValenceError(
          'unavailable',
          'Other documents are being converted just now. Try again in a moment.',
          { retryAfterSeconds: 5 },
        )
      }
      running += 1
      try {
        return await runThread(request, timeoutMs, memoryMb)
      } finally {
        running -= 1
      }
    },
  }
}

function runThread(
  request: ConvertRequest,
  timeoutMs: number,
  memoryMb: number,
): Promise<Conversion> {
  const thread = new Worker(program, {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64 },
    // What a thread prints would be the document's words in our log.
    stdout: true,
    stderr: true,
  })
  return new Promise((resolve, reject) => {
    const watchdog = setTimeout(() => {
      reject(tooMuch(`it takes longer than ${timeoutMs} ms`))
      void thread.terminate()
    }, timeoutMs)
    thread.once('message', (reply: ThreadReply) => {
      if ('conversion' in reply) resolve(reply.conversion)
      else reject(new ValenceError(codeOf(reply.code), reply.message))
    })
    thread.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? tooMuch('it needs too much memory', error)
          : error,
      ),
    )
    thread.once('exit', () => {
      clearTimeout(watchdog)
      reject(new Error('The thread of a conversion ended without an answer.'))
    })
  })
}

function codeOf(code: string): ErrorCode {
  return code in errorRegistry ? (code as ErrorCode) : 'internal'
}

function tooMuch(problem: string, cause?: unknown): ValenceError {
  return new ValenceError(
    'invalid_request',
    `The document can't be converted: ${problem}. Convert a part of it.`,
    { cause },
  )
}
