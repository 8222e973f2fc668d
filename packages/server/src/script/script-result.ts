import type { ScriptResult } from './script.ts'

/**
 * Read what a script gave to `done`.
 *
 * @param json - Its value; absent when there was none.
 */
export function readResult(
  json: string | undefined,
  injected: readonly string[],
  console: readonly string[],
): ScriptResult {
  const named = new Set(injected)
  if (json === undefined) return { result: {}, injected: named, console }
  const value = parseHarmless(json)
  return { result: isObject(value) ? value : {}, value, injected: named, console }
}

// A member named `__proto__` is a trap for whoever copies members one by one. Nobody needs it: it is left out.
function parseHarmless(json: string): unknown {
  if (!json.includes('"__proto__"')) return JSON.parse(json)
  return JSON.parse(json, (name, value: unknown) => (name === '__proto__' ? undefined : value))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
