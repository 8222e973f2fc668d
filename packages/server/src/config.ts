/**
 * The only reader of the process environment. `valence.config.json` holds the same settings by the names below;
 * environment variables win. docs/reference/configuration.md lists them (a test keeps the two in step).
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const count = (description: string, minimum = 1) => Type.Integer({ minimum, description })
const text = (description: string) => Type.String({ description })

/** Bounds. Times carry their unit in the name. */
const limitsSchema = Type.Object(
  {
    vendorTimeoutMs: count('One vendor call, from connect to the last byte.'),
    maxBodyBytes: count('Largest JSON or text body, inbound or from a vendor.'),
    maxRetries: count('Repetitions of a vendor call that is safe to repeat.', 0),
    maxRetryPauseMs: count('Longest pause before such a repetition.', 0),
    scanRecords: count('Records one list request may look at while it filters or sorts here.'),
    scanCalls: count('Vendor calls one list request may make.'),
    defaultPageSize: count('Page size when the caller names none.'),
    maxPageSize: count('Largest page size.'),
    customFieldsTtlMs: count("How long an instance's list of custom fields is believed."),
    parallelCallsPerInstance: count('Vendor calls of one instance at once.'),
    waitingCallsPerInstance: count('Further calls of one instance that may wait their turn.', 0),
    liveInstances: count('Instances kept opened in memory.'),
    scriptTimeoutMs: count('One run of a script.'),
    scriptMemoryMb: count('Memory of one script worker.'),
    scriptWorkers: count('Script workers.'),
    databaseConnections: count('Connections to PostgreSQL.', 2),
    sessionHours: count('Life of a session made by POST /authentication.'),
    refreshLeaseMs: count(
      'Lease of one token refresh; longer than the 30 s a token endpoint gets.',
      35_000,
    ),
    refreshWaitMs: count("How long a request waits for another process's refresh."),
    upkeepMs: count('Time between rounds of upkeep.'),
    usageRecords: count('Usage records kept.'),
  },
  { additionalProperties: false },
)

const settingsSchema = Type.Object(
  {
    host: text('VALENCE_HOST. Address to listen on.'),
    port: Type.Integer({
      minimum: 0,
      maximum: 65_535,
      description: 'VALENCE_PORT. 0 takes any free port.',
    }),
    publicUrl: Type.Optional(
      text(
        'VALENCE_PUBLIC_URL. Address callers reach the server at, when it is not host and port.',
      ),
    ),
    dataDir: text('VALENCE_DATA_DIR. Folder of the embedded PostgreSQL and of the key file.'),
    databaseUrl: Type.Optional(
      text('DATABASE_URL. PostgreSQL 15 or later; without it an embedded PostgreSQL is started.'),
    ),
    masterKey: Type.Optional(
      text('VALENCE_MASTER_KEY. 32 bytes in base64 or hex; several as id:key, newest first.'),
    ),
    keyFile: Type.Optional(
      text('VALENCE_KEY_FILE. Used without a master key; made on first boot with mode 0600.'),
    ),
    roles: Type.Array(Type.Union([Type.Literal('api'), Type.Literal('worker')]), {
      minItems: 1,
      description: 'VALENCE_ROLES. api answers requests, worker renews idle connections.',
    }),
    egressAllow: text(
      'VALENCE_EGRESS_ALLOW. Private addresses that may be called: docs/reference/egress.md.',
    ),
    credentialsFile: Type.Optional(
      text('VALENCE_CREDENTIALS_FILE. First boot writes the first credentials there, mode 0600.'),
    ),
    elementsDir: text('VALENCE_ELEMENTS_DIR. Folder of the element catalogue.'),
    elementDefaults: Type.Record(Type.String(), Type.Record(Type.String(), Type.String()), {
      description:
        "VALENCE_ELEMENT_DEFAULTS (JSON). The operator's own defaults for elements' configuration, by element key.",
    }),
    adminEmail: text('VALENCE_ADMIN_EMAIL. E-mail address of the first user.'),
    logLevel: text('VALENCE_LOG_LEVEL. fatal, error, warn, info, debug, trace or silent.'),
    logRequests: Type.Boolean({ description: 'VALENCE_LOG_REQUESTS. Log every request.' }),
    trustProxy: Type.Boolean({
      description: 'VALENCE_TRUST_PROXY. Believe X-Forwarded-* headers.',
    }),
    limits: limitsSchema,
  },
  { additionalProperties: false },
)

/** Every setting, checked. */
export type Config = Readonly<Static<typeof settingsSchema>>

const defaults = {
  host: '127.0.0.1',
  port: 8080,
  dataDir: './.valence',
  roles: ['api', 'worker'],
  egressAllow: '',
  elementsDir: './elements',
  elementDefaults: {},
  adminEmail: 'admin@valence.local',
  logLevel: 'info',
  logRequests: false,
  trustProxy: false,
} as const

const defaultLimits: Static<typeof limitsSchema> = {
  vendorTimeoutMs: 60_000,
  maxBodyBytes: 20 * 1024 * 1024,
  maxRetries: 2,
  maxRetryPauseMs: 5000,
  scanRecords: 10_000,
  scanCalls: 20,
  defaultPageSize: 200,
  maxPageSize: 2000,
  customFieldsTtlMs: 300_000,
  parallelCallsPerInstance: 100,
  waitingCallsPerInstance: 1000,
  liveInstances: 10_000,
  scriptTimeoutMs: 5000,
  scriptMemoryMb: 64,
  scriptWorkers: 1,
  databaseConnections: 10,
  sessionHours: 12,
  refreshLeaseMs: 45_000,
  refreshWaitMs: 90_000,
  upkeepMs: 30_000,
  usageRecords: 100_000,
}

type Environment = Readonly<Record<string, string | undefined>>

/** Environment variable -> setting, with how its text becomes a value. */
const variables: Readonly<
  Record<string, readonly [setting: string, parse: (value: string) => unknown]>
> = {
  VALENCE_HOST: ['host', String],
  VALENCE_PORT: ['port', Number],
  VALENCE_PUBLIC_URL: ['publicUrl', (value) => value.replace(/\/+$/, '')],
  VALENCE_DATA_DIR: ['dataDir', String],
  DATABASE_URL: ['databaseUrl', String],
  VALENCE_MASTER_KEY: ['masterKey', String],
  VALENCE_KEY_FILE: ['keyFile', String],
  VALENCE_ROLES: ['roles', (value) => value.split(',').map((role) => role.trim())],
  VALENCE_EGRESS_ALLOW: ['egressAllow', String],
  VALENCE_CREDENTIALS_FILE: ['credentialsFile', String],
  VALENCE_ELEMENTS_DIR: ['elementsDir', String],
  VALENCE_ELEMENT_DEFAULTS: ['elementDefaults', JSON.parse],
  VALENCE_ADMIN_EMAIL: ['adminEmail', String],
  VALENCE_LOG_LEVEL: ['logLevel', String],
  VALENCE_LOG_REQUESTS: ['logRequests', (value) => value === 'true'],
  VALENCE_TRUST_PROXY: ['trustProxy', (value) => value === 'true'],
}

/** A setting that can't be used. The message names it and says why; it never repeats a secret. */
export class ConfigError extends Error {}

/**
 * Read the settings.
 *
 * @param environment - Usually `process.env`; variables that are absent or empty count as not set.
 * @param folder - Where `valence.config.json` is looked for, and what relative paths start from.
 * @throws {ConfigError}
 */
export function readConfig(environment: Environment, folder: string): Config {
  const file = readFile(resolve(folder, environment['VALENCE_CONFIG'] || 'valence.config.json'))
  const merged = {
    ...defaults,
    ...file,
    ...readEnvironment(environment),
    limits: { ...defaultLimits, ...(file['limits'] as object) },
  }
  const [problem] = Value.Errors(settingsSchema, merged)
  if (problem) throw new ConfigError(`The setting '${placeOf(problem)}' ${problem.message}.`)
  const config = merged as unknown as Config
  return {
    ...config,
    dataDir: resolve(folder, config.dataDir),
    elementsDir: resolve(folder, config.elementsDir),
  }
}

function placeOf(problem: { instancePath: string; params?: object }): string {
  const path = problem.instancePath.slice(1).replaceAll('/', '.')
  const extra = (
    problem.params as { additionalProperties?: string[] } | undefined
  )?.additionalProperties?.join(', ')
  return path || extra || 'valence.config.json'
}

function readFile(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {}
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new ConfigError(`${path} is not valid JSON: ${(error as Error).message}`)
  }
}

function readEnvironment(environment: Environment): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const [name, [setting, parse]] of Object.entries(variables)) {
    const value = environment[name]
    if (value === undefined || value === '') continue
    try {
      settings[setting] = parse(value)
    } catch {
      throw new ConfigError(`${name} is not valid: it must be JSON.`)
    }
  }
  return settings
}

/** Every setting of the file, limits as `limits.name`: what the reference page must list. */
export const settingNames: readonly string[] = [
  ...Object.keys(settingsSchema.properties).filter((name) => name !== 'limits'),
  ...Object.keys(limitsSchema.properties).map((name) => `limits.${name}`),
]
