/**
 * The calls a script makes of its own, seen from the main thread: performed by whoever runs the script, within a number,
 * a size and a time.
 */
import type { SettledCall, WantedCall } from './protocol.ts'

/** A call as the script asked for it. Whether it may be made is for {@link MakeCall} to say. */
export interface ScriptCall {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Its answer. */
export interface ScriptCallAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Performs a call for a script. What it throws reaches the script as an `error` event with the same words. */
export type MakeCall = (call: ScriptCall) => Promise<ScriptCallAnswer>

/** Perform a call; never throws. */
export async function settleCall(
  { id, request }: WantedCall,
  makeCall: MakeCall,
): Promise<SettledCall> {
  try {
    return settled(id, { answer: await makeCall(readCall(request)) })
  } catch (error) {
    return settled(id, { error: error instanceof Error ? error.message : String(error) })
  }
}

function settled(id: number, result: object): SettledCall {
  return { json: JSON.stringify({ id, error: null, ...result }) }
}

/** What the script handed over is JSON of our own prelude, which the script may have tampered with. */
function readCall(json: string): ScriptCall {
  const { method, url, headers, body } = JSON.parse(json) as Record<string, unknown>
  const named = Object.entries((headers ?? {}) as Record<string, unknown>)
  const given = named.filter(([, value]) => value !== null && value !== undefined)
  return {
    method: String(method).toUpperCase(),
    url: String(url),
    headers: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
    body: String(body ?? ''),
  }
}
