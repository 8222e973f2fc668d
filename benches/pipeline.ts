/**
 * What does the pipeline cost by itself? Microseconds a request by stage, over a client that answers at once: without
 * hooks, with one hook, and with a body of 100 kB. Then the time to compile the largest element at hand, and the memory of 1,000
 * elements. Prints JSON. Usage: `node benches/pipeline.ts [requests per case]`.
 */
import { readdirSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { aParameter, aPlan, aResource } from '../packages/server/src/catalog/an-element.ts'
import { compileElement } from '../packages/server/src/catalog/compile.ts'
import type { ElementDefinition, HookDefinition } from '../packages/server/src/catalog/format.ts'
import { loadElement } from '../packages/server/src/catalog/load.ts'
import { normaliseElement } from '../packages/server/src/catalog/normalise.ts'
import type { ElementPlan } from '../packages/server/src/catalog/plan.ts'
import type { Engine } from '../packages/server/src/runtime/engine.ts'
import { startExchange } from '../packages/server/src/runtime/exchange.ts'
import { pipeline, runStages } from '../packages/server/src/runtime/pipeline.ts'
import { aLiveInstance, aRecorder } from '../packages/server/src/runtime/testing-recorder.ts'
import { corpus, exportNames } from '../tests/conformance/support/exports.ts'

const requests = Number(process.argv[2] ?? 20_000)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** About 1 kB of JSON a record. */
function recordOf(id: number) {
  return {
    id,
    ...Object.fromEntries(
      Array.from({ length: 28 }, (_, i) => [`field_${i}`, `value ${i} of ${id}`]),
    ),
  }
}
const oneRecord = recordOf(1)
const manyRecords = Array.from({ length: 130 }, (_, id) => recordOf(id))

const hook: HookDefinition = {
  type: 'postRequest',
  body: 'response_body.full = response_body.field_0 + response_body.field_1; done({ response_body })',
}

function planOf(hooks: readonly HookDefinition[]): ElementPlan {
  return aPlan({
    parameters: [
      aParameter('value', 'application/json', { vendorType: 'header', vendorName: 'Accept' }),
    ],
    resources: [
      aResource({
        path: '/hubs/crm/things/{id}',
        method: 'PUT',
        vendorMethod: 'PUT',
        vendorPath: '/v1/things/{id}',
        rootKey: 'data|data',
        parameters: [
          aParameter('path', 'id'),
          aParameter('body', 'body'),
          aParameter('query', 'expand', { vendorName: 'include[]' }),
        ],
        hooks,
      }),
    ],
  })
}

interface Case {
  readonly name: string
  readonly hooks: readonly HookDefinition[]
  readonly body: unknown
  readonly count: number
}

const cases: readonly Case[] = [
  { name: 'without hooks, 1 kB', hooks: [], body: oneRecord, count: requests },
  { name: 'one hook, 1 kB', hooks: [hook], body: oneRecord, count: requests / 4 },
  { name: 'without hooks, 100 kB', hooks: [], body: { list: manyRecords }, count: requests / 20 },
]

async function measure({ name, hooks, body, count }: Case) {
  const answer = JSON.stringify({ data: body })
  const recorder = aRecorder(() => ({ body: answer }))
  const start = starter(planOf(hooks), body)
  for (let i = 0; i < count / 4; i += 1) await runStages(start(), recorder.engine)
  recorder.take()
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  for (let i = 0; i < count; i += 1) {
    await runStages(start(), recorder.engine)
    if (i % 1000 === 0) recorder.take()
  }
  const { user, system } = process.cpuUsage(cpu)
  const microseconds = ((performance.now() - startedAt) / count) * 1000
  const stages = await measureStages(start, recorder.engine, Math.max(200, count / 4))
  await recorder.close()
  return {
    case: name,
    bodyBytes: answer.length,
    microseconds: rounded(microseconds),
    // All threads together, garbage collection included: the figure that other work on the machine changes least.
    cpuMicroseconds: rounded((user + system) / count),
    stages,
  }
}

function starter(plan: ElementPlan, body: unknown) {
  const live = aLiveInstance(plan, {
    'oauth.user.token': 'token',
    'base.url': 'https://v.test/api',
  })
  const inbound = {
    method: 'PUT',
    path: '/hubs/crm/things/42',
    query: { expand: 'owner' },
    headers: {},
    body,
  }
  const match = plan.match('PUT', ['things', '42'])
  if (!match) throw new Error('The element of this bench has no such resource')
  return () => startExchange({ ...match, inbound, requestId: 'r', live })
}

/** Clock readings between stages cost some 0.1 µs each: the stages together are a little more than the whole. */
async function measureStages(
  start: ReturnType<typeof starter>,
  engine: Engine,
  count: number,
): Promise<Record<string, number>> {
  const total = new Map<string, number>()
  for (let i = 0; i < count; i += 1) {
    const exchange = start()
    for (const stage of pipeline) {
      const startedAt = performance.now()
      const pending = stage(exchange, engine)
      if (pending) await pending
      const name = stage.name || 'chain'
      total.set(name, (total.get(name) ?? 0) + performance.now() - startedAt)
    }
  }
  return Object.fromEntries([...total].map(([name, ms]) => [name, rounded((ms / count) * 1000)]))
}

async function definitions(): Promise<readonly ElementDefinition[]> {
  const shipped = join(import.meta.dirname, '../elements')
  const folders = exportNames.length
    ? exportNames.map((name) => join(corpus, name))
    : readdirSync(shipped, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(shipped, entry.name))
  return Promise.all(folders.map(async (folder) => (await loadElement(folder)).definition))
}

function measureCompile(all: readonly ElementDefinition[]) {
  const largest = all.reduce((most, next) =>
    (next.resources?.length ?? 0) > (most.resources?.length ?? 0) ? next : most,
  )
  for (let i = 0; i < 20; i += 1) compileElement(largest)
  const startedAt = performance.now()
  for (let i = 0; i < 50; i += 1) compileElement(largest)
  return {
    key: largest.key,
    resources: largest.resources?.length ?? 0,
    definitionBytes: JSON.stringify(largest).length,
    milliseconds: rounded((performance.now() - startedAt) / 50),
  }
}

/** A thousand elements as the store gives them, each its own copy, compiled. */
function measureMemory(all: readonly ElementDefinition[]) {
  const texts = all.map((one) => JSON.stringify(one))
  collect()
  const before = process.memoryUsage().heapUsed
  const plans = Array.from({ length: 1000 }, (_, i) =>
    compileElement(normaliseElement(JSON.parse(texts[i % texts.length] ?? '{}'))),
  )
  collect()
  const bytes = process.memoryUsage().heapUsed - before
  const resources = plans.reduce((sum, plan) => sum + plan.resources.length, 0)
  return { elements: plans.length, resources, heapMb: rounded(bytes / 1e6) }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

const results = []
for (const one of cases) results.push(await measure(one))
const all = await definitions()
console.log(
  JSON.stringify(
    {
      machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
      load: loadavg()[0],
      node: process.version,
      results,
      compile: measureCompile(all),
      memory: measureMemory(all),
    },
    null,
    2,
  ),
)
