/** A script worker's thread: start an isolate, then one run for every request. */
import { parentPort, workerData } from 'node:worker_threads'
import { createIsolate, type Step } from './isolate.ts'
import type {
  DropRequest,
  ResumeRequest,
  RunRequest,
  WorkerReply,
  WorkerSettings,
} from './protocol.ts'

const port = parentPort
if (!port) throw new Error('worker.ts runs in a worker thread only')

// The interpreter's glue prints every failed call of a host function. A script could fill the log with them; what it
// did wrong reaches its author as an error.
console.error = () => {}
// Scripts are offered the parser they were written for, `url.parse`; a warning about it would help nobody.
process.noDeprecation = true

const isolate = await createIsolate(workerData as WorkerSettings)

function run(request: RunRequest): WorkerReply {
  if (request.program) isolate.learn(request.program)
  if (!isolate.knows(request.programId)) return { kind: 'unknown_program' }
  return replyOf(isolate.run(request.programId, request.values, request.mayCall))
}

function resume({ runId, settled }: ResumeRequest): WorkerReply {
  const step = isolate.resume(runId, settled)
  return step ? replyOf(step) : { kind: 'unknown_run' }
}

function replyOf(step: Step): WorkerReply {
  if ('runId' in step) return { kind: 'suspended', ...step }
  return { kind: 'ended', outcome: step }
}

port.on('message', (request: RunRequest | ResumeRequest | DropRequest) => {
  if (request.kind === 'drop') isolate.drop(request.runId)
  else port.postMessage(request.kind === 'run' ? run(request) : resume(request))
})
port.postMessage({ kind: 'ready' } satisfies WorkerReply)
