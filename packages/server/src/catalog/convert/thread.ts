/** The thread of one conversion: it gets the request as its data and answers once. */
import { parentPort, workerData } from 'node:worker_threads'
import { isValenceError } from '../../lib/errors.ts'
import { type Conversion, type ConvertRequest, convertDocument } from './convert.ts'

/** What the thread says. */
export type ThreadReply =
  | { readonly conversion: Conversion }
  | { readonly code: string; readonly message: string }

parentPort?.postMessage(reply(workerData as ConvertRequest))

function reply(request: ConvertRequest): ThreadReply {
  try {
    return { conversion: convertDocument(request) }
  } catch (error) {
    if (isValenceError(error)) return { code: error.code, message: error.message }
    // Only documents made to be deep get here: every walk of ours has a bound, some parsers' have none.
    if (error instanceof RangeError) {
      return {
        code: 'invalid_request',
        message: "The document can't be read: it is nested too deeply.",
      }
    }
    throw error
  }
}
