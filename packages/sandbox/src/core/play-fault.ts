import { type IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './faults.ts'
import { sendHtml, sendJson } from './messages.ts'

/** Answers a fault needs that only the vendor knows. */
export interface FaultAnswers {
  /** Body of an error with this status. */
  error(status: number): string
  throttled: Readonly<Record<Fault['variant'], string>>
}

/**
 * Let a fault strike a request.
 *
 * @param work - Does the request's work and answers to the response it is given. For a fault that strikes after the
 *   work, that is a response nobody reads: what was changed stays changed, and the answer is lost.
 */
export async function playFault(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  answers: FaultAnswers,
  work: (response: ServerResponse) => Promise<void>,
): Promise<void> {
  if (fault.kind === 'slow') {
    if (fault.when === 'before') await delay(fault.ms)
    else answerLate(response, fault.ms)
    return work(response)
  }
  if (fault.when === 'after') await work(new ServerResponse(request))
  else request.resume()
  strike(fault, request, response, answers)
}

// The work is done at once; only its answer waits.
function answerLate(response: ServerResponse, ms: number): void {
  const end = response.end.bind(response) as (...body: unknown[]) => ServerResponse
  response.end = (...body: unknown[]) => {
    setTimeout(() => end(...body), ms)
    return response
  }
}

function strike(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  answers: FaultAnswers,
): void {
  switch (fault.kind) {
    case 'drop':
      request.socket.destroy()
      break
    case 'status':
      sendJson(response, fault.status, answers.error(fault.status))
      break
    case '429':
      sendJson(response, 429, answers.throttled[fault.variant], retryAfter(fault))
      break
    case 'malformed':
      sendJson(response, 200, '{"id":"1","given_name":"Trunca')
      break
    case 'html':
      sendHtml(response, 200, '<html><body><h1>We will be right back</h1></body></html>')
      break
  }
}

function retryAfter({ retryAfter: seconds }: Fault): Readonly<Record<string, string>> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
