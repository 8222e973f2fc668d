/** A script worker's thread: start an isolate, then one run for every request. */
import { parentPort, workerData } from 'node:worker_threads'
import { createIsolate } from './isolate.ts'
import type { RunRequest, WorkerReply, WorkerSettings } from './protocol.ts'

const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker thread only')

// The interpreter's glue prints every failed call of a host function. A script could fill the log with them; what it
// did wrong reaches its author as an error.
console.error = () => {}
// Scripts are offered the parser they were written for, `url.parse`; a warning about it would help nobody.
process.noDeprecation = true

const isolate = await createIsolate(workerData as WorkerSettings)

function answer(request: RunRequest): WorkerReply {
  if (request.program) isolate.learn(request.program)
  if (!isolate.knows(request.programId)) return { kind: 'unknown_program' }
  return { kind: 'ended', outcome: isolate.run(request.programId, request.values) }
}

port.on('message', (request: RunRequest) => port.postMessage(answer(request)))
port.postMessage({ kind: 'ready' } satisfies WorkerReply)
