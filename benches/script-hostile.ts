/**
 * Do hostile scripts harm others? A steady caller runs an innocent hook, first alone, then while attackers run one kind of
 * hostile script after another as fast as they are let. Prints JSON: the innocent hook's latency in each phase, how long the main thread
 * was held up, and the memory before, during and after. Usage: `node benches/script-hostile.ts [seconds per phase]`.
 */
import { cpus, loadavg } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createScriptRunner } from '../packages/server/src/script/pool.ts'

const seconds = Number(process.argv[2] ?? 5)
const pauseMs = 10

const attacks: Readonly<Record<string, string>> = {
  'endless loop': 'for (;;);',
  'loop that catches everything': 'for (;;) { try { for (;;); } catch (e) {} }',
  'loop in a native function': 'new Array(1e9) + ""',
  'regular expression': '/^(a+)+$/.test("a".repeat(60) + "b")',
  'memory bomb': 'const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))',
  'deep recursion': '(function f() { f() })()',
  'promise flood': '(function f() { for (let i = 0; i < 100; i++) Promise.resolve().then(f) })()',
  'prototype tricks':
    'Object.prototype.polluted = 1; JSON.stringify = null; done(this.constructor.constructor("return process")())',
  'console flood': 'for (;;) console.log("x".repeat(1e5))',
}

const runner = createScriptRunner({ workers: 2, timeoutMs: 500 })
const innocent = {
  name: 'innocent',
  source: 'done({ response_body: { name: response_body.first + " " + response_body.last } })',
}
const scope = { response_body: { first: 'Ada', last: 'Lovelace' } }

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** The innocent hook every few milliseconds until the time is over; durations in milliseconds. */
async function callUntil(endsAt: number): Promise<number[]> {
  const durations: number[] = []
  while (performance.now() < endsAt) {
    const startedAt = performance.now()
    await runner.run(innocent, scope)
    durations.push(performance.now() - startedAt)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return durations.sort((a, b) => a - b)
}

async function attackUntil(endsAt: number, source: string): Promise<number> {
  let attempts = 0
  while (performance.now() < endsAt) {
    await runner.run({ name: 'hostile', source }, {}).catch(() => undefined)
    attempts += 1
  }
  return attempts
}

async function phase(name: string, source?: string) {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const endsAt = performance.now() + seconds * 1000
  const [durations, attempts] = await Promise.all([
    callUntil(endsAt),
    source === undefined ? 0 : attackUntil(endsAt, source),
  ])
  delay.disable()
  const at = (share: number) => rounded(durations[Math.floor(durations.length * share)] ?? 0)
  return {
    phase: name,
    attempts,
    calls: durations.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    mainThreadDelayP99Ms: rounded(delay.percentile(99) / 1e6),
    residentMb: Math.round(process.memoryUsage.rss() / 1e6),
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

await phase('warm up')
const results = [await phase('alone')]
for (const [name, source] of Object.entries(attacks)) results.push(await phase(name, source))
// Threads that were ended give their memory back a moment later.
await new Promise((resolve) => setTimeout(resolve, 2000))
collect()
results.push(await phase('alone again'))
console.log(
  JSON.stringify(
    {
      machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
      load: loadavg()[0],
      node: process.version,
      results,
    },
    null,
    2,
  ),
)
await runner.close()
