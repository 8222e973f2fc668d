/**
 * A server for tests of this folder: real HTTP, a real catalogue, and small stand-ins for the runtime and the store
 * that do what their ports say with what a test gives them.
 */
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { createCatalogue, type ElementLogo } from '../catalog/catalogue.ts'
import { createConverter } from '../catalog/convert/in-thread.ts'
import type { ElementDefinition } from '../catalog/format.ts'
import type { ElementPlan } from '../catalog/plan.ts'
import type { Clock } from '../lib/clock.ts'
import { ValenceError } from '../lib/errors.ts'
import { randomIds } from '../lib/ids.ts'
import type { Caller } from '../runtime/caller.ts'
import type { Connections, InstanceView } from '../runtime/connections-port.ts'
import { createElements } from '../runtime/elements/elements.ts'
import type { HubReply, HubRequest, HubRuntime } from '../runtime/hub-port.ts'
import type { Vdrs } from '../runtime/vdrs/vdrs.ts'
import type { Account, Instance, Organization, Store, UsageRecord, User } from '../store/store.ts'
import type { Vault } from '../vault/vault.ts'
import type { HttpDependencies } from './dependencies.ts'
import { INVALID_CREDENTIALS_MESSAGE } from './plugins/authenticate.ts'
import { buildHttp } from './server.ts'

const born = new Date('2026-01-02T03:04:05.678Z')

/** `User u, Organization o` of the one user there is, and the same with the token of the one instance. */
export const userHeaders = { authorization: 'User u, Organization o' }
export const tokenHeaders = { authorization: 'User u, Organization o, Element t' }

export function anOrganization(overrides: Partial<Organization> = {}): Organization {
  return {
    id: 1,
    name: 'Acme',
    externalId: null,
    vdrVersion: 'v2',
    environment: 'production',
    status: 'paid',
    active: true,
    createdAt: born,
    sealedSecret: Buffer.from('organization-secret'),
    ...overrides,
  }
}

export function anAccount(overrides: Partial<Account> = {}): Account {
  return {
    id: 11,
    organizationId: 1,
    name: 'Main',
    description: 'The main account',
    externalId: 'main',
    active: true,
    defaultAccount: true,
    createdAt: born,
    ...overrides,
  }
}

export function aUser(overrides: Partial<User> = {}): User {
  return {
    id: 21,
    organizationId: 1,
    accountId: 11,
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    active: true,
    roles: ['org-admin', 'admin'],
    passwordHash: '',
    sealedSecret: Buffer.from('user-secret'),
    createdAt: born,
    lastLoginAt: null,
    ...overrides,
  }
}

export function anInstance(overrides: Partial<Instance> = {}): Instance {
  return {
    id: 31,
    organizationId: 1,
    accountId: 11,
    userId: 21,
    elementId: 501,
    elementKey: 'examplecrm',
    name: 'My CRM',
    tags: ['My CRM'],
    configuration: {},
    sealedSecrets: Buffer.alloc(0),
    sealedToken: Buffer.alloc(0),
    disabled: false,
    traceLoggingEnabled: false,
    cachingEnabled: false,
    externalAuthentication: 'none',
    createdAt: born,
    updatedAt: born,
    ...overrides,
  }
}

export function anInstanceView(overrides: Partial<InstanceView> = {}): InstanceView {
  return {
    instance: anInstance(),
    token: 't',
    configuration: { 'oauth.api.secret': '********', 'filter.response.nulls': null },
    credential: undefined,
    unusedKeys: [],
    ...overrides,
  }
}

export function aCaller(overrides: Partial<Caller> = {}): Caller {
  return {
    organization: anOrganization(),
    user: aUser(),
    scope: { organizationId: 1 },
    isOrganizationAdmin: true,
    instance: undefined,
    ...overrides,
  }
}

/** An element with one readable and writable resource. */
export function anElement(overrides: Partial<ElementDefinition> = {}): ElementDefinition {
  return {
    id: 501,
    key: 'examplecrm',
    name: 'Example CRM',
    hub: 'crm',
    description: 'A CRM of nobody',
    authentication: { type: 'oauth2' },
    configuration: [
      { key: 'oauth.api.secret', name: 'API secret', type: 'PASSWORD', required: true },
    ],
    resources: [
      {
        path: '/hubs/crm/contacts',
        method: 'GET',
        vendorPath: '/contacts',
        vendorMethod: 'GET',
        type: 'api',
        description: 'Find contacts',
        objectName: 'contacts',
      },
      {
        path: '/hubs/crm/contacts/{id}',
        method: 'GET',
        vendorPath: '/contacts/{id}',
        vendorMethod: 'GET',
        type: 'api',
        objectName: 'contacts',
      },
    ],
    objects: [
      { name: 'contacts', vendorName: 'Contact', fields: [{ path: 'email', vendorPath: 'mail' }] },
    ],
    ...overrides,
  }
}

/** A port of which a test gives the functions it needs; any other says that it was not expected. */
function partial<Port extends object>(name: string, functions: object): Port {
  return new Proxy(functions, {
    get(target, member) {
      if (member in target) return Reflect.get(target, member)
      throw new Error(`The test did not expect ${name}.${String(member)}.`)
    },
  }) as Port
}

/** What a test may put in place of the defaults. */
export interface TestOptions {
  readonly callers?: Readonly<Record<string, Caller>>
  /** In place of one that knows `callers`. */
  readonly authorizer?: HttpDependencies['authorizer']
  readonly elements?: readonly ElementDefinition[]
  /** Notes and logo of every element. */
  readonly pages?: { readonly readme?: string; readonly logo?: ElementLogo }
  readonly connections?: Partial<Connections>
  readonly elementBuilder?: Partial<HttpDependencies['elementBuilder']>
  readonly pendingConnections?: Partial<HttpDependencies['pendingConnections']>
  readonly connectLinks?: Partial<HttpDependencies['connectLinks']>
  readonly usageFeed?: HttpDependencies['usageFeed']
  readonly hub?: Partial<HubRuntime>
  readonly traces?: HttpDependencies['traces']
  readonly vdrs?: Partial<Vdrs>
  readonly http?: Partial<HttpDependencies['http']>
  readonly store?: object
  readonly clock?: Clock
  readonly settings?: Partial<HttpDependencies['settings']>
  readonly logLevel?: string
}

/** A server and what it did. */
export interface TestServer extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly usage: UsageRecord[]
  /** Lines of the log. */
  readonly logged: string[]
}

/** Build a server. Dispose of it with `await using`. */
export async function aServer(options: TestOptions = {}): Promise<TestServer> {
  const usage: UsageRecord[] = []
  const logged: string[] = []
  const log = pino(
    { level: options.logLevel ?? 'info' },
    { write: (line: string) => void logged.push(line) },
  )
  const elements = options.elements ?? [anElement()]
  const store = partial<Store>('store', {
    statementCount: () => 0,
    isReady: async () => true,
    onChange: () => () => {},
    // The organization has no elements of its own.
    elements: { heads: async () => [] },
    ...options.store,
  })
  const vault = partial<Vault>('vault', {
    open: async (_organizationId: number, _place: object, sealed: Buffer) => sealed.toString(),
  })
  const app = await buildHttp({
    store,
    vault,
    elements: createElements({
      catalogue: createCatalogue(
        [{ id: 1, key: 'crm', name: 'CRM', description: 'Customers', active: true, videoLink: '' }],
        elements.map((definition) => ({ definition, readme: undefined, ...options.pages })),
      ),
      store,
      vault,
    }),
    authorizer: options.authorizer ?? authorizerOf(options.callers),
    elementBuilder: partial('elementBuilder', options.elementBuilder ?? {}),
    connections: partial<Connections>('connections', options.connections ?? {}),
    pendingConnections: partial('pendingConnections', options.pendingConnections ?? {}),
    connectLinks: partial('connectLinks', options.connectLinks ?? {}),
    hub: partial<HubRuntime>('hub', options.hub ?? {}),
    traces: options.traces ?? { find: () => undefined },
    vdrs: partial<Vdrs>('vdrs', {
      definitions: partial<Vdrs['definitions']>('vdrs.definitions', {}),
      transformations: partial<Vdrs['transformations']>('vdrs.transformations', {}),
      resources: partial<Vdrs['resources']>('vdrs.resources', {}),
      commonResources: partial<Vdrs['commonResources']>('vdrs.commonResources', {}),
      describe: async (plan: ElementPlan) => plan,
      vendorNames: async () => new Map(),
      ...options.vdrs,
    }),
    usage: { record: (record) => void usage.push(record) },
    usageFeed: options.usageFeed ?? { subscribe: () => () => {} },
    http: partial('http', options.http ?? {}),
    converter: createConverter(),
    clock: options.clock ?? { now: () => Date.now(), sleep: async () => {} },
    ids: randomIds,
    log,
    metrics: new Registry(),
    settings: { ...defaultSettings, ...options.settings },
  })
  return { app, usage, logged, [Symbol.asyncDispose]: () => app.close() }
}

const defaultSettings: HttpDependencies['settings'] = {
  publicUrl: () => 'http://127.0.0.1:3000',
  bodyLimitBytes: 10_000,
  streamLimitBytes: 20_000,
  requestTimeoutMs: 5_000,
  pageSizeDefault: 200,
  pageSizeMax: 2000,
  sessionHours: 12,
  trustProxy: false,
  consoleDir: '/nowhere',
}

/** Knows callers by the secrets they present, written as `user,organization,element,bearer`. */
function authorizerOf(callers: TestOptions['callers']): HttpDependencies['authorizer'] {
  const known = callers ?? {
    'u,o,,': aCaller(),
    'u,o,t,': aCaller({ instance: anInstance() }),
    'u,,t,': aCaller({ instance: anInstance() }),
    ',,,b': aCaller(),
  }
  return {
    async identify({ user, organization, element, bearer }) {
      const caller = known[[user, organization, element, bearer].join(',')]
      if (caller !== undefined) return caller
      throw new ValenceError('invalid_credentials', INVALID_CREDENTIALS_MESSAGE)
    },
    forgetSession: () => {},
  }
}

/** A hub that answers every call with the same reply and remembers what it was asked. */
export function anAnsweringHub(reply: Partial<HubReply> = {}) {
  const asked: HubRequest[] = []
  const execute = async (request: HubRequest): Promise<HubReply> => {
    asked.push(request)
    return { status: 200, headers: {}, body: undefined, ...reply }
  }
  return { asked, hub: { execute } }
}
