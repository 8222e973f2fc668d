import type { FaultKind, FaultMoment, FaultRequest } from '../core/faults.ts'

/** What was asked of the control port makes no sense; the message says what does. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
}

type Json = Readonly<Record<string, unknown>>

const kinds: readonly FaultKind[] = ['slow', 'drop', 'status', '429', 'malformed', 'html']

/**
 * Read `{match, times, kind, …}`.
 *
 * @param body - `match` is `"token"`, `"GET /crm/rest/v2/contacts*"`, or `{method, path}`; without it every request
 *   matches.
 * @param tokenPath - What `"token"` stands for.
 */
export function parseFault(body: Json, tokenPath = '/token'): FaultRequest {
  const kind = String(body.kind) as FaultKind
  if (!kinds.includes(kind)) {
    throw new ControlError(`kind ${String(body.kind)} is none of ${kinds.join(', ')}.`)
  }
  const when = (body.when ?? 'before') as FaultMoment
  if (when !== 'before' && when !== 'after') throw new ControlError('when is before or after.')
  const variant = (body.variant ?? '2023') as FaultRequest['variant']
  if (!['2020', '2023', 'spike'].includes(variant)) {
    throw new ControlError('variant is 2020, 2023 or spike.')
  }
  return {
    ...parseMatch(body.match, tokenPath),
    kind,
    when,
    variant,
    ms: numberOf(body, 'ms', 1_000),
    status: numberOf(body, 'status', 500),
    retryAfter: body.retryAfter === undefined ? undefined : numberOf(body, 'retryAfter', 0),
    remaining: numberOf(body, 'times', 1),
  }
}

/** A number of a control request, or its default. */
export function numberOf(body: Json, name: string, fallback: number): number {
  const value = body[name] ?? fallback
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ControlError(`${name} must be a number.`)
  }
  return value
}

function parseMatch(match: unknown, tokenPath: string): Pick<FaultRequest, 'method' | 'path'> {
  if (match === undefined) return { method: '*', path: '*' }
  if (match === 'token') return { method: 'POST', path: tokenPath }
  if (typeof match === 'string') return parseLine(match)
  const { method, path } = match as Json
  return { method: String(method ?? '*').toUpperCase(), path: String(path ?? '*') }
}

function parseLine(line: string): Pick<FaultRequest, 'method' | 'path'> {
  const [first = '', second] = line.trim().split(/\s+/)
  if (second !== undefined) return { method: first.toUpperCase(), path: second }
  if (first.startsWith('/')) return { method: '*', path: first }
  throw new ControlError(`match ${line} is neither "token" nor "METHOD /path".`)
}
