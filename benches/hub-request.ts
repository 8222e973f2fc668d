/**
 * What does Valence add to a vendor's own answer? In one run, on one machine: requests per second and latency of the vendor
 * directly, a bare undici proxy, a Fastify + undici handler that parses, renames and serialises, and Valence; for one
 * contact and for a list of 100, at 1 and 64 connections. Prints JSON. `docs/reference/performance.md` has the figures.
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import autocannon from 'autocannon'
import { startProgram } from '../scripts/programs.ts'
import { type System, startSystem } from '../tests/support/system.ts'

const seconds = Number(process.env['BENCH_SECONDS'] ?? 6)
const connections = [1, 64]

interface Target {
  readonly name: string
  readonly url: string
  readonly headers: Record<string, string>
  /** The process that answers. */
  readonly pid: number
}

interface Figure {
  readonly target: string
  readonly payload: string
  readonly connections: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Processor time of the answering process, in microseconds a request: the figure that a busy machine changes least. */
  readonly cpuMicros: number
  readonly failures: number
}

async function measure(target: Target, payload: string, count: number): Promise<Figure> {
  const options = { url: target.url, headers: target.headers, connections: count }
  await autocannon({ ...options, duration: 2 })
  const before = cpuMicrosOf(target.pid)
  const result = await autocannon({ ...options, duration: seconds })
  const cpuMicros = cpuMicrosOf(target.pid) - before
  return {
    target: target.name,
    payload,
    connections: count,
    requestsPerSecond: Math.round(result.requests.average),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMicros: Math.round(cpuMicros / result.requests.total),
    failures: result.errors + result.non2xx,
  }
}

async function vendorToken(system: System): Promise<string> {
  const { tokensFromVendor } = await import('../tests/support/vendor-tokens.ts')
  return (await tokensFromVendor(system))['access_token'] as string
}

/** Resident memory of a process, in MB. */
function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

/** Processor time a process and its threads have used, in microseconds; Linux counts it in hundredths of a second. */
function cpuMicrosOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

async function statements(system: System): Promise<number> {
  const { text } = await system.api.call('GET', `${system.api.url}/metrics`)
  return Number(/^valence_store_statements_total (\d+)/m.exec(text)?.[1])
}

async function main(): Promise<void> {
  const system = await startSystem({ env: { VALENCE_LOG_LEVEL: 'warn' } })
  const { body } = await system.api.connect(system.control)
  const access = `Bearer ${await vendorToken(system)}`
  const env = { BENCH_VENDOR: system.sandbox.url }
  const quiet = { say: () => undefined, timeoutMs: 20_000 }
  const bare = await startProgram('benches/baselines/bare-proxy.ts', { env, ...quiet })
  const rename = await startProgram('benches/baselines/rename-handler.ts', { env, ...quiet })
  const [contact] = (
    await system.api.call('GET', '/hubs/crm/contacts?pageSize=1', {
      authorization: system.api.withToken(body.token),
    })
  ).body
  const fields = fieldsOf()
  const payloads = [
    {
      name: 'one contact',
      vendor: `/crm/rest/v2/contacts/${contact.Id}?fields=${fields}`,
      hub: `/hubs/crm/contacts/${contact.Id}`,
    },
    {
      name: 'list of 100',
      vendor: `/crm/rest/v2/contacts?page_size=100&fields=${fields}`,
      hub: '/hubs/crm/contacts?pageSize=100',
    },
  ]
  const server = system.servers[0] as { pid: number }
  const figures: Figure[] = []
  const statementsPerRequest: Record<string, number> = {}
  for (const payload of payloads) {
    const targets: Target[] = [
      {
        name: 'vendor',
        url: system.sandbox.url + payload.vendor,
        headers: { authorization: access },
        pid: system.sandbox.pid,
      },
      {
        name: 'bare undici proxy',
        url: bare.url + payload.vendor,
        headers: { authorization: access },
        pid: bare.pid,
      },
      {
        name: 'fastify + undici + rename',
        url: rename.url + payload.vendor,
        headers: { authorization: access },
        pid: rename.pid,
      },
      {
        name: 'valence',
        url: `${system.api.url}/elements/api-v2${payload.hub}`,
        headers: { authorization: system.api.withToken(body.token) },
        pid: server.pid,
      },
    ]
    for (const count of connections) {
      for (const target of targets) {
        const before = await statements(system)
        const figure = await measure(target, payload.name, count)
        figures.push(figure)
        if (target.name === 'valence') {
          const asked = figure.requestsPerSecond * (seconds + 2)
          statementsPerRequest[`${payload.name}, ${count} connections`] =
            Number(((await statements(system)) - before).toFixed(0)) / asked
        }
      }
    }
  }
  const report = {
    machine: `${cpus().length} × ${cpus()[0]?.model}`,
    node: process.version,
    figures,
    ratios: ratiosOf(figures, ({ requestsPerSecond }) => requestsPerSecond),
    cpuRatios: ratiosOf(figures, ({ cpuMicros }) => 1 / cpuMicros),
    statementsPerRequest,
    residentMb: residentMb(server.pid),
  }
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  await bare.stop()
  await rename.stop()
  await system.stop()
}

/** Valence against the handler that does the same work by hand. */
function ratiosOf(
  figures: readonly Figure[],
  speedOf: (figure: Figure) => number,
): Record<string, number> {
  const of = (target: string, like: Figure) =>
    figures.find(
      (figure) =>
        figure.target === target &&
        figure.payload === like.payload &&
        figure.connections === like.connections,
    )
  const ratios: Record<string, number> = {}
  for (const figure of figures.filter(({ target }) => target === 'valence')) {
    const base = of('fastify + undici + rename', figure)
    if (base)
      ratios[`${figure.payload}, ${figure.connections} connections`] = Number(
        (speedOf(figure) / speedOf(base)).toFixed(2),
      )
  }
  return ratios
}

/** What the element asks the vendor for, so that every target moves the same payload. */
function fieldsOf(): string {
  const element = JSON.parse(readFileSync('elements/infusionsoftcrm/element.json', 'utf8'))
  const list = element.resources.find(
    (resource: { path: string; method: string }) =>
      resource.method === 'GET' && resource.path === '/hubs/crm/contacts',
  )
  return (
    list.parameters.find((parameter: { vendorName: string }) => parameter.vendorName === 'fields')
      ?.name ?? ''
  )
}

await main()
