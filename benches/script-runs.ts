/**
 * How many scripts a second does one worker run, message hop and JSON included, and how long does one take?
 * Prints JSON. Usage: `node benches/script-runs.ts [seconds per case]`.
 */
import { cpus } from 'node:os'
import { createScriptRunner } from '../packages/server/src/script/pool.ts'
import type { Script, ScriptRunner } from '../packages/server/src/script/script.ts'

const secondsPerCase = Number(process.argv[2] ?? 3)
const inFlight = 16

const hook = `
const open = response_body.items.filter((item) => item.status === 'open')
for (const item of open) item.name = item.first + ' ' + item.last
request_parameters.count = open.length
done({ response_body: open, request_vendor_parameters: request_parameters })
`
const largeHook = `${Array.from({ length: 2200 }, (_, index) => {
  return `function step${index}(a, b) { var c = a * ${index} + b; return c > 10 ? c >>> 2 : [c, 'x${index}'] }`
}).join('\n')}\n${hook}`

function scopeOf(kilobytes: number): Record<string, unknown> {
  const items = Array.from({ length: kilobytes * 10 }, (_, id) => {
    return { id, first: `Ann${id}`, last: 'Smith', status: id % 2 ? 'open' : 'won', n: id / 4 }
  })
  return { request_parameters: { page: 1 }, configuration: {}, response_body: { items } }
}

async function measure(runner: ScriptRunner, source: string, kilobytes: number) {
  const script: Script = { name: `bench ${kilobytes} ${source.length}`, source }
  const scope = scopeOf(kilobytes)
  const loadUntil = async (endsAt: number, oneAtATime: boolean) => {
    const durations: number[] = []
    const client = async () => {
      while (performance.now() < endsAt) {
        const startedAt = performance.now()
        await runner.run(script, scope)
        durations.push(performance.now() - startedAt)
      }
    }
    await Promise.all(Array.from({ length: oneAtATime ? 1 : inFlight }, client))
    return durations.sort((left, right) => left - right)
  }

  await loadUntil(performance.now() + 500, false)
  const startedAt = performance.now()
  const loaded = await loadUntil(startedAt + secondsPerCase * 1000, false)
  const perSecond = Math.round(loaded.length / ((performance.now() - startedAt) / 1000))
  const alone = await loadUntil(performance.now() + secondsPerCase * 500, true)
  const at = (share: number) => Number((alone[Math.floor(alone.length * share)] ?? 0).toFixed(3))
  return {
    scriptBytes: source.length,
    scopeKb: kilobytes,
    perSecond,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
}

const runner = createScriptRunner({ workers: 1 })
const cases = []
for (const [source, kilobytes] of [
  ['done({ ok: configuration })', 1],
  [hook, 1],
  [hook, 10],
  [hook, 100],
  [largeHook, 1],
] as const) {
  cases.push(await measure(runner, source, kilobytes))
}
await runner.close()
const machine = `${cpus().length} x ${cpus()[0]?.model}`
console.log(
  JSON.stringify({ node: process.version, machine, workers: 1, inFlight, cases }, null, 2),
)
