/** Prometheus metrics of the process and of its HTTP. Public, below the root: keep it inside your network. */
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Store } from '../../store/store.ts'
import type { HttpApp } from '../http-app.ts'

/** From a cached answer to a slow vendor, in seconds. */
const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** `GET /metrics`. */
export function metricsRoutes(app: HttpApp, registry: Registry): void {
  app.get(
    '/metrics',
    { schema: { summary: 'Metrics in the Prometheus text format', tags: ['Operation'] } },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  )
}

/** A registry with the metrics of the process. */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/**
 * Measure every request, and count what the store sends.
 *
 * Labels are the route's pattern, never the path: paths hold ids, and every value of a label costs memory.
 */
export function measureRequests(app: FastifyInstance, registry: Registry, store: Store): void {
  const duration = new Histogram({
    name: 'valence_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    duration
      .labels(request.method, route, String(reply.statusCode))
      .observe(reply.elapsedTime / 1000)
    done()
  })
  countStatements(registry, store)
}

function countStatements(registry: Registry, store: Store): void {
  new Counter({
    name: 'valence_store_statements_total',
    help: 'SQL statements sent to the database',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(store.statementCount())
    },
  })
}
