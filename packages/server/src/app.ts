/** Everything is joined here, by hand, once. */
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { pino } from 'pino'
import { refreshToken } from './auth/oauth2/refresh-token.ts'
import { loadCatalogue } from './catalog/load.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database.ts'
import { type FirstCredentials, firstBoot, writeCredentials } from './first-boot.ts'
import { buildHttp } from './http/server.ts'
import { systemClock } from './lib/clock.ts'
import { createHttpClient } from './lib/egress-client.ts'
import { parseEgressAllow } from './lib/egress-policy.ts'
import { randomIds } from './lib/ids.ts'
import { createAuthorizer } from './runtime/authorizer.ts'
import { createConnectLinks } from './runtime/connecting/connect-links.ts'
import { createPendingConnections } from './runtime/connecting/pending-connections.ts'
import { createConnections } from './runtime/connections.ts'
import { createEngine } from './runtime/create-engine.ts'
import { createCredentialKeeper } from './runtime/credential-keeper.ts'
import { createHub } from './runtime/hub.ts'
import { createLiveInstances } from './runtime/live-instances.ts'
import { createRefresher } from './runtime/refresher.ts'
import { startUpkeep } from './runtime/upkeep.ts'
import { createUsageFeed } from './runtime/usage-feed.ts'
import { createUsageRecorder } from './runtime/usage-recorder.ts'
import { lazyScriptRunner } from './script/lazy-runner.ts'
import { createScriptRunner } from './script/pool.ts'
import { createVault } from './vault/create-vault.ts'
import { createKeyEncryption } from './vault/key-encryption.ts'
import { openKeyFile, parseKeyEncryptionKeys } from './vault/key-encryption-keys.ts'

/** How long a token endpoint may take: well below the lease of a refresh. */
const tokenTimeoutMs = 30_000

/** Where the console is built to. */
const consoleDir = resolve(import.meta.dirname, '../../console/dist')

/** A running server. */
export interface App {
  readonly url: string
  /** Stop listening, let requests under way end, write what is pending, close the database. */
  close(): Promise<void>
}

/** @param announce - Takes the lines that say what runs; on first boot they hold the first credentials. */
export async function startApp(config: Config, announce: (line: string) => void): Promise<App> {
  const log = pino({ level: config.logLevel, base: undefined })
  const clock = systemClock
  const ids = randomIds
  const database = await openDatabase(config, log)
  const { store } = database
  const masterKeys = await readMasterKeys(config)
  const vault = createVault({
    dataKeys: store.dataKeys,
    keyEncryption: createKeyEncryption(masterKeys.keys),
    clock,
  })
  await vault.assertKeysOpen()
  // A newer master key takes over at the next start; the older ones can be removed afterwards.
  await vault.rewrapDataKeys()
  const catalogue = await loadCatalogue(config.elementsDir)
  const http = createHttpClient({ policy: parseEgressAllow(config.egressAllow) })
  const scripts = lazyScriptRunner(() =>
    createScriptRunner({
      workers: config.limits.scriptWorkers,
      timeoutMs: config.limits.scriptTimeoutMs,
      memoryMb: config.limits.scriptMemoryMb,
      log,
    }),
  )
  const lives = createLiveInstances({
    store,
    vault,
    catalogue,
    elementDefaults: config.elementDefaults,
    maxInstances: config.limits.liveInstances,
  })
  const refresher = createRefresher({
    store,
    vault,
    lives,
    clock,
    log,
    owner: randomUUID(),
    askVendor: (configuration, token) =>
      refreshToken(configuration, token, { http, clock, timeoutMs: tokenTimeoutMs }),
    settings: {
      leaseMs: config.limits.refreshLeaseMs,
      waitMs: config.limits.refreshWaitMs,
      commitMs: 600_000,
    },
  })
  const engine = createEngine({
    http,
    scripts,
    clock,
    log,
    limits: config.limits,
    store,
    vault,
    lives,
    refresher,
  })
  const usage = createUsageRecorder(store.usage, log)
  const authorizer = createAuthorizer(store, clock)
  const connections = createConnections({ store, vault, catalogue, lives, engine, ids, authorizer })
  let publicUrl = config.publicUrl ?? ''
  const connecting = {
    store,
    vault,
    catalogue,
    lives,
    engine,
    ids,
    authorizer,
    publicUrl: () => publicUrl,
  }
  const pendingConnections = createPendingConnections({ ...connecting, connections })
  const connectLinks = createConnectLinks({ ...connecting, pendingConnections })
  const usageFeed = createUsageFeed({ usage: store.usage, clock, log })
  const hub = createHub(engine, createCredentialKeeper({ lives, refresher, clock, log }))
  const server = await buildHttp({
    store,
    vault,
    catalogue,
    authorizer,
    connections,
    pendingConnections,
    connectLinks,
    hub,
    usage: {
      record(record) {
        usage.record(record)
        usageFeed.publish(record)
      },
    },
    usageFeed,
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

  const credentials = await firstBoot({ store, vault, ids }, config.adminEmail)
  const address = await server.listen({ host: config.host, port: config.port })
  publicUrl =
    config.publicUrl ?? address.replace('0.0.0.0', '127.0.0.1').replace('[::]', '127.0.0.1')
  if (credentials && config.credentialsFile)
    await writeCredentials(config.credentialsFile, publicUrl, credentials)
  const stopUpkeep = config.roles.includes('worker')
    ? startUpkeep({
        store,
        lives,
        refresher,
        clock,
        log,
        settings: {
          everyMs: config.limits.upkeepMs,
          batch: 100,
          parallel: 4,
          usageRecords: config.limits.usageRecords,
        },
      })
    : undefined
  for (const line of startLines(config, {
    url: publicUrl,
    database: database.description,
    keySource: masterKeys.source,
  }))
    announce(line)
  for (const line of credentials ? credentialLines(credentials) : []) announce(line)

  return {
    url: publicUrl,
    async close() {
      await server.close()
      await stopUpkeep?.()
      await connectLinks.close()
      usageFeed.close()
      await usage.close()
      authorizer.close()
      lives.close()
      await scripts.close()
      await http.close()
      await database.close()
    },
  }
}

async function readMasterKeys(config: Config) {
  if (config.masterKey)
    return { keys: parseKeyEncryptionKeys(config.masterKey), source: 'VALENCE_MASTER_KEY' }
  const path = config.keyFile ?? resolve(config.dataDir, 'master.key')
  const { keys, isNew } = await openKeyFile(path)
  return { keys, source: isNew ? `${path} (made now: keep a copy apart from the database)` : path }
}

function startLines(
  config: Config,
  what: { url: string; database: string; keySource: string },
): string[] {
  return [
    what.url ? `Valence runs at ${what.url}` : 'Valence runs as a worker',
    `  database  ${what.database}`,
    `  roles     ${config.roles.join(', ')}`,
    `  keys      ${what.keySource}`,
    ...(config.egressAllow ? [`  egress    private addresses open: ${config.egressAllow}`] : []),
  ]
}

function credentialLines({
  organizationSecret,
  userSecret,
  username,
  password,
}: FirstCredentials): string[] {
  return [
    'First boot. These are shown once; keep them:',
    `  user                 ${username}`,
    `  password             ${password}`,
    `  organization secret  ${organizationSecret}`,
    `  user secret          ${userSecret}`,
  ]
}
