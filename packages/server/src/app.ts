/** Everything is joined here, by hand, once. */
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { pino } from 'pino'
import { createConverter } from './catalog/convert/in-thread.ts'
import { loadCatalogue } from './catalog/load.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database.ts'
import { firstBoot, writeCredentials } from './first-boot.ts'
import { buildHttp } from './http/server.ts'
import { systemClock } from './lib/clock.ts'
import { createHttpClient } from './lib/egress-client.ts'
import { parseEgressAllow } from './lib/egress-policy.ts'
import { randomIds } from './lib/ids.ts'
import { openVault } from './open-vault.ts'
import { createAuthorizer } from './runtime/authorizer.ts'
import { createConnectLinks } from './runtime/connecting/connect-links.ts'
import { createPendingConnections } from './runtime/connecting/pending-connections.ts'
import { createConnections } from './runtime/connections.ts'
import { createEngine } from './runtime/create-engine.ts'
import { createCredentialKeeper } from './runtime/credential-keeper.ts'
import { createElementBuilder } from './runtime/elements/element-builder.ts'
import { createElements } from './runtime/elements/elements.ts'

import { createOneAtATime } from './runtime/elements/one-at-a-time.ts'

import type { Engine } from './runtime/engine.ts'

import { createHub } from './runtime/hub.ts'
import { keepBesideTokens } from './runtime/keep-values.ts'
import { renewTokens, runAfterRenewal } from './runtime/lifecycle/renew.ts'
import { createLiveInstances } from './runtime/live-instances.ts'
import { createRefresher } from './runtime/refresher.ts'
import { createTraces } from './runtime/trace/traces.ts'
import { startUpkeep } from './runtime/upkeep.ts'
import { createUsageFeed } from './runtime/usage-feed.ts'
import { createUsageRecorder } from './runtime/usage-recorder.ts'
import { createVdrIndex } from './runtime/vdrs/vdr-index.ts'
import { createVdrs } from './runtime/vdrs/vdrs.ts'
import { lazyScriptRunner } from './script/lazy-runner.ts'
import { createScriptRunner } from './script/pool.ts'
import { credentialLines, startLines } from './start-lines.ts'

/** Where the console is built to. */
const consoleDir = resolve(import.meta.dirname, '../../console/dist')

/** A running server. */
export interface App {
  readonly url: string
  /** Stop listening, let requests under way end, write what is pending, close the database. */
  close(): Promise<void>
}

/** Things to close, in the order they were opened; they are closed the other way round. */
type Closers = (() => void | Promise<void>)[]

/**
 * Start everything the settings ask for. What was opened is closed again when a later part does not start.
 *
 * @param announce - Takes the lines that say what runs; on first boot they hold the first credentials.
 * @throws {ValenceError} `unavailable` and other errors whose message says what to correct.
 */
export async function startApp(config: Config, announce: (line: string) => void): Promise<App> {
  const closers: Closers = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    return { url: await compose(config, announce, closers), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function compose(
  config: Config,
  announce: (line: string) => void,
  closers: Closers,
): Promise<string> {
  const log = pino({ level: config.logLevel, base: undefined })
  const clock = systemClock
  const ids = randomIds
  // What can be wrong in the settings is read before anything is opened.
  const policy = parseEgressAllow(config.egressAllow)
  const catalogue = await loadCatalogue(config.elementsDir)
  const database = await openDatabase(config, log)
  closers.push(() => database.close())
  const { store } = database
  const { vault, source: keySource } = await openVault(config, store)
  const http = createHttpClient({ policy })
  closers.push(() => http.close())
  const scripts = lazyScriptRunner(() =>
    createScriptRunner({
      workers: config.limits.scriptWorkers,
      timeoutMs: config.limits.scriptTimeoutMs,
      memoryMb: config.limits.scriptMemoryMb,
      log,
    }),
  )
  closers.push(() => scripts.close())
  const elements = createElements({ catalogue, store, vault })
  closers.push(() => elements.close())
  const lives = createLiveInstances({
    store,
    vault,
    elements,
    elementDefaults: config.elementDefaults,
    maxInstances: config.limits.liveInstances,
  })
  closers.push(() => lives.close())
  const refresher = createRefresher({
    store,
    vault,
    lives,
    clock,
    log,
    owner: randomUUID(),
    askVendor: (live, configuration) => renewTokens(engine, live, configuration),
    keep: (live, values) => keepBesideTokens({ store, vault, lives, clock }, live, values),
    afterwards: (live) => runAfterRenewal(engine, live),
    settings: {
      leaseMs: config.limits.refreshLeaseMs,
      waitMs: config.limits.refreshWaitMs,
      commitMs: 600_000,
    },
  })
  let publicUrl = config.publicUrl ?? ''
  const traces = createTraces()
  const engine: Engine = createEngine({
    http,
    scripts,
    clock,
    log,
    limits: config.limits,
    store,
    vault,
    lives,
    refresher,
    traces,
    eventsUrl: () => `${publicUrl}/elements/api-v2/events`,
  })
  const elementBuilder = createElementBuilder({
    elements,
    store,
    vault,
    lives,
    queue: createOneAtATime(),
  })
  const usage = createUsageRecorder(store.usage, log)
  closers.push(() => usage.close())
  const authorizer = createAuthorizer(store, clock)
  closers.push(() => authorizer.close())
  const connections = createConnections({ store, vault, elements, lives, engine, ids, authorizer })
  const connecting = {
    store,
    vault,
    elements,
    lives,
    engine,
    ids,
    authorizer,
    publicUrl: () => publicUrl,
  }
  const pendingConnections = createPendingConnections({ ...connecting, connections })
  const connectLinks = createConnectLinks({ ...connecting, pendingConnections })
  closers.push(() => connectLinks.close())
  const usageFeed = createUsageFeed({ usage: store.usage, clock, log })
  closers.push(() => usageFeed.close())
  const vdrIndex = createVdrIndex(store, config.limits.liveInstances)
  closers.push(() => vdrIndex.close())
  const vdrContext = { index: vdrIndex, publicUrl: () => publicUrl }
  const vdrs = createVdrs({ store, elements, engine, ...vdrContext })
  const keeper = createCredentialKeeper({ lives, refresher, clock, log })
  const hub = createHub(engine, keeper, vdrContext)
  const server = await buildHttp({
    store,
    vault,
    elements,
    elementBuilder,
    authorizer,
    connections,
    pendingConnections,
    connectLinks,
    hub,
    traces,
    vdrs,
    usage: {
      record(record) {
        usage.record(record)
        usageFeed.publish(record)
      },
    },
    usageFeed,
    http,
    converter: createConverter(),
    clock,
    ids,
    log,
    settings: {
      publicUrl: () => publicUrl,
      bodyLimitBytes: config.limits.maxBodyBytes,
      requestTimeoutMs: 120_000,
      pageSizeDefault: config.limits.defaultPageSize,
      pageSizeMax: config.limits.maxPageSize,
      sessionHours: config.limits.sessionHours,
      trustProxy: config.trustProxy,
      logRequests: config.logRequests,
      consoleDir,
    },
  })

  closers.push(() => server.close())
  const credentials = await firstBoot({ store, vault, ids }, config.adminEmail)
  // Every role listens: a worker's health and metrics are asked for as well.
  const address = await server.listen({ host: config.host, port: config.port })
  publicUrl = config.publicUrl ?? address.replace(/0\.0\.0\.0|\[::\]/, '127.0.0.1')
  if (credentials && config.credentialsFile) {
    await writeCredentials(config.credentialsFile, publicUrl, credentials)
  }
  if (config.roles.includes('worker')) {
    const { upkeepMs: everyMs, usageRecords } = config.limits
    closers.push(
      startUpkeep({
        store,
        lives,
        refresher,
        clock,
        log,
        settings: { everyMs, batch: 100, parallel: 4, usageRecords },
      }),
    )
  }
  const lines = startLines(config, { url: publicUrl, database: database.description, keySource })
  for (const line of [...lines, ...credentialLines(credentials)]) announce(line)
  return publicUrl
}
