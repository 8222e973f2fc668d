/** A server without HTTP, for tests of connecting: real PostgreSQL, vault, catalogue and runtime, and a vendor on a socket. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { anElement } from '../../catalog/an-element.ts'
import { createCatalogue } from '../../catalog/catalogue.ts'
import type { ConfigurationDefinition, ElementDefinition } from '../../catalog/format.ts'
import type { Clock } from '../../lib/clock.ts'
import { createHttpClient } from '../../lib/egress-client.ts'
import { parseEgressAllow } from '../../lib/egress-policy.ts'
import { randomIds } from '../../lib/ids.ts'
import { silentLog } from '../../lib/log.ts'
import { createScriptRunner } from '../../script/pool.ts'
import { openStore } from '../../store/postgres-store.ts'
import type { Store } from '../../store/store.ts'
import { createTestDatabase } from '../../store/testing.ts'
import { anAccount, aTenant, aUser } from '../../store/testing-records.ts'
import { createVault } from '../../vault/create-vault.ts'
import { createKeyEncryption } from '../../vault/key-encryption.ts'
import { parseKeyEncryptionKeys } from '../../vault/key-encryption-keys.ts'
import type { Caller } from '../caller.ts'
import { toCaller } from '../caller-of-user.ts'
import { createConnections } from '../connections.ts'
import type { Connections } from '../connections-port.ts'
import { createEngine } from '../create-engine.ts'
import { createElements } from '../elements/elements.ts'
import { createLiveInstances } from '../live-instances.ts'
import type { Refresher } from '../refresher.ts'
import { aVendor, type TestVendor } from '../testing.ts'
import { createConnectLinks } from './connect-links.ts'
import type { ConnectLinks } from './connect-links-port.ts'
import { createPendingConnections } from './pending-connections.ts'
import type { PendingConnections } from './pending-connections-port.ts'

export const publicUrl = 'https://valence.example'

/** The secret of the vendor's application: it must never be seen outside. */
export const applicationSecret = 'application-secret'

export interface TestConnecting {
  readonly store: Store
  readonly vendor: TestVendor
  readonly connections: Connections
  readonly pendingConnections: PendingConnections
  readonly connectLinks: ConnectLinks
  /** An administrator of an organization of its own, with an account of its own. */
  newCaller(): Promise<Caller>
  /** A user of another account of the same organization. */
  newColleague(caller: Caller): Promise<Caller>
  /** The clock, and the pauses it was asked for; none of them is waited for. */
  readonly time: { now: number; readonly pauses: number[] }
  /** As an operator does with SQL. */
  deactivate(caller: Caller): Promise<void>
  close(): Promise<void>
}

const defaultLimits = {
  vendorTimeoutMs: 2_000,
  maxBodyBytes: 1_000_000,
  maxRetries: 0,
  maxRetryPauseMs: 100,
  scanRecords: 1_000,
  scanCalls: 10,
  defaultPageSize: 200,
  maxPageSize: 2_000,
  customFieldsTtlMs: 60_000,
  parallelCallsPerInstance: 10,
  waitingCallsPerInstance: 10,
}

export async function aConnecting(): Promise<TestConnecting> {
  const vendor = await aVendor()
  const database = await createTestDatabase()
  const store = await openStore({
    connectionString: database.connectionString,
    maxConnections: 4,
    log: silentLog,
  })
  const http = createHttpClient({ policy: parseEgressAllow('loopback') })
  const scripts = createScriptRunner()
  const time = { now: Date.parse('2026-11-24T12:00:00Z'), pauses: [] as number[] }
  const clock: Clock = {
    now: () => time.now,
    sleep: async (ms, signal) => {
      time.pauses.push(ms)
      signal?.throwIfAborted()
    },
  }
  const keys = parseKeyEncryptionKeys(randomBytes(32).toString('base64'))
  const vault = createVault({
    dataKeys: store.dataKeys,
    keyEncryption: createKeyEncryption(keys),
  })
  const catalogue = createCatalogue(
    [],
    elementsOf(vendor).map((definition) => ({ definition, readme: undefined })),
  )
  const elementDefaults = {}
  const elements = createElements({ catalogue, store, vault })
  const lives = createLiveInstances({ store, vault, elements, elementDefaults, maxInstances: 10 })
  const refresher: Refresher = {
    refresh: async () => {
      throw new Error('nothing is refreshed here')
    },
  }
  const engine = createEngine({
    http,
    scripts,
    clock,
    log: silentLog,
    limits: defaultLimits,
    store,
    vault,
    lives,
    refresher,
  })
  const authorizer = { forgetInstance: () => {} }
  const deps = { store, vault, elements, lives, engine, ids: randomIds, authorizer }
  const connections = createConnections(deps)
  const connecting = { ...deps, publicUrl: () => publicUrl }
  const pendingConnections = createPendingConnections({ ...connecting, connections })
  const connectLinks = createConnectLinks({ ...connecting, pendingConnections })
  vendor.answer = consentingVendor()
  return {
    store,
    vendor,
    connections,
    pendingConnections,
    connectLinks,
    time,
    async newCaller() {
      const { user, organization } = await aTenant(store)
      return toCaller(user, organization)
    },
    async newColleague({ organization, scope }) {
      const account = await anAccount(store, scope)
      return toCaller(await aUser(store, account, { roles: [] }), organization)
    },
    async deactivate({ user }) {
      const client = new pg.Client({ connectionString: database.connectionString })
      await client.connect()
      await client.query('update app_user set active = false where id = $1', [user.id])
      await client.end()
    },
    async close() {
      await connectLinks.close()
      lives.close()
      elements.close()
      await scripts.close()
      await http.close()
      await store.close()
      await database.drop()
      await vendor.close()
    },
  }
}

/** Takes any code but `bad` once, and knows everybody who has a token. */
export function consentingVendor(): TestVendor['answer'] {
  const used = new Set<string>()
  return ({ path, body }) => {
    if (path !== '/token') return { body: { id: 1 } }
    const code = new URLSearchParams(body).get('code') ?? ''
    if (code === 'bad' || used.has(code)) return { status: 400, body: { error: 'invalid_grant' } }
    used.add(code)
    return { body: { access_token: `token-of-${code}`, refresh_token: 'r', expires_in: 3_600 } }
  }
}

function elementsOf(vendor: TestVendor): ElementDefinition[] {
  const oauth = entries({
    'base.url': vendor.url,
    'oauth.authorization.url': `${vendor.url}/consent`,
    'oauth.token.url': `${vendor.url}/token`,
    'oauth.callback.url': 'https://old.example/callback',
    'oauth.scope': 'all',
    'oauth.api.key': '',
    'oauth.api.secret': '',
  })
  const subdomain: ConfigurationDefinition = {
    key: 'subdomain',
    name: 'Subdomain',
    type: 'TEXTFIELD_32',
    required: true,
  }
  return [
    anElement({ id: 1, key: 'plain', name: 'Plain', configuration: oauth }),
    anElement({
      id: 2,
      key: 'proved',
      name: 'Proved',
      configuration: [...oauth, ...entries({ 'oauth.pkce': 'true' }), subdomain],
    }),
    anElement({
      id: 3,
      key: 'keyed',
      name: 'Keyed',
      authentication: { type: 'basic' },
      configuration: entries({ 'base.url': vendor.url }),
    }),
  ]
}

function entries(defaults: Record<string, string>): ConfigurationDefinition[] {
  return Object.entries(defaults).map(([key, defaultValue]) => ({
    key,
    name: key,
    type: 'TEXTFIELD_128',
    ...(defaultValue ? { defaultValue } : {}),
  }))
}
