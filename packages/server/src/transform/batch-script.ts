/**
 * One run of the isolate for many records: starting a run costs more than most scripts do. The author's script becomes a
 * function that is called for each record, with a `done` of its own. A record whose script fails does not concern the
 * others.
 */
import type { Script } from '../script/script.ts'

/** How often promises of a batch are given a turn before a script that never calls `done` is given up. */
const maxTurns = 10_000

/** What came of one record: the value given to `done`, the error, or neither (there was no `done`). */
export interface ScriptedRecord {
  readonly value?: unknown
  readonly error?: string
}

/** The name under which the program gets its records: pairs of the original and the transformed object. */
export const recordsName = 'valence$records'

/**
 * Wrap a script of a transformation.
 *
 * @param name - Names it in errors and logs.
 * @param body - The author's: a function's body that calls `done(object)` or, if it is a legacy one, returns it.
 */
export function batchScript(name: string, body: string): Script {
  return {
    name,
    source: `const valence$each = function (originalObject, transformedObject, done) {\n${body}\n}\n${loop}`,
  }
}

// Its result is a text of JSON, so that what is given to `done` is copied at that moment, whatever happens to it later.
const loop = `
const valence$results = new Array(${recordsName}.length).fill('{}')
let valence$pending = ${recordsName}.length
${recordsName}.forEach(([original, transformed], index) => {
  let isEnded = false
  const end = (result) => {
    if (isEnded) return
    valence$results[index] = JSON.stringify(result)
    isEnded = true
    valence$pending -= 1
  }
  const succeed = (value) => end({ value })
  const fail = (error) => end({ error: error instanceof Error ? error.name + ': ' + error.message : String(error) })
  try {
    const returned = valence$each(original, transformed, succeed)
    if (returned instanceof Promise) returned.then(succeed, fail)
    else if (returned !== undefined) succeed(returned)
  } catch (error) {
    fail(error)
  }
})
let valence$turns = 0
const valence$finish = () => {
  valence$turns += 1
  if (valence$pending === 0 || valence$turns > ${maxTurns}) done('[' + valence$results.join() + ']')
  else Promise.resolve().then(valence$finish)
}
valence$finish()`

/** Does a script see this name? One that can reach names without writing them sees all. */
export function mentions(body: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b|\\beval\\b|\\barguments\\b|\\\\u`).test(body)
}

/** What the program gave to `done`. @throws {TypeError} when it is something else. */
export function readBatch(value: unknown, count: number): readonly ScriptedRecord[] {
  const records: unknown = typeof value === 'string' ? parse(value) : undefined
  if (Array.isArray(records) && records.length === count) return records
  throw new TypeError('A batch ended with something else than its records.')
}

// A member named `__proto__` is a trap for whoever copies members one by one.
function parse(json: string): unknown {
  if (!json.includes('"__proto__"')) return JSON.parse(json)
  return JSON.parse(json, (name, value: unknown) => (name === '__proto__' ? undefined : value))
}
