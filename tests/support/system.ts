/** A whole system for a test: sandbox, PostgreSQL and one or more servers, each a process of its own, on free ports. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Program, startProgram } from '../../scripts/programs.ts'
import { type Api, apiOf } from './api.ts'
import { controlOf, type SandboxControl } from './sandbox-control.ts'

/** The client application and the people the sandbox knows from the start. */
export const vendorClient = { id: 'sandboxClientId000000000000000000', secret: 'sandboxSecret000' }
export const callbackUrl = 'http://127.0.0.1/callback'
export const element = 'infusionsoftcrm'

export interface Server extends Program {
  readonly api: Api
}

export interface System {
  readonly sandbox: Program
  readonly control: SandboxControl
  readonly servers: readonly Server[]
  readonly api: Api
  readonly credentials: {
    organizationSecret: string
    userSecret: string
    username: string
    password: string
  }
  /** Every line the servers printed, logs included. */
  readonly output: readonly string[]
  readonly dataDir: string
  /** Start a further server on the same database. */
  addServer(env?: Record<string, string>): Promise<Server>
  stop(): Promise<void>
}

export interface SystemOptions {
  readonly servers?: number
  readonly env?: Record<string, string>
  /** An external PostgreSQL; without it the servers share an embedded one. */
  readonly databaseUrl?: string
  readonly sandboxEnv?: Record<string, string>
  /** Configuration of elements, where it is more than the first vendor's. */
  readonly elementDefaults?: (sandboxUrl: string) => Record<string, Record<string, string>>
}

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'valence-system-'))
  const credentialsFile = join(dataDir, 'credentials.json')
  const output: string[] = []
  const say = (line: string) => void output.push(line)
  const sandbox = await startProgram('packages/sandbox/src/main.ts', {
    env: { SANDBOX_PORT: '0', ...options.sandboxEnv },
    say: () => undefined,
    timeoutMs: 30_000,
  })
  const env = {
    VALENCE_PORT: '0',
    VALENCE_DATA_DIR: dataDir,
    VALENCE_CREDENTIALS_FILE: credentialsFile,
    VALENCE_EGRESS_ALLOW: new URL(sandbox.url).host,
    VALENCE_ELEMENT_DEFAULTS: JSON.stringify(
      options.elementDefaults?.(sandbox.url) ?? { [element]: sandboxDefaults(sandbox.url) },
    ),
    VALENCE_LOG_LEVEL: 'debug',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    ...options.env,
  }
  const servers: Server[] = []
  const read = () => JSON.parse(readFileSync(credentialsFile, 'utf8'))
  const addServer = async (more: Record<string, string> = {}) => {
    const program = await startProgram('packages/server/src/main.ts', {
      env: { ...env, ...more },
      say,
      timeoutMs: 60_000,
    })
    const server = { ...program, api: apiOf(program.url, read()) }
    servers.push(server)
    return server
  }
  try {
    for (let i = 0; i < (options.servers ?? 1); i += 1) await addServer()
  } catch (error) {
    await sandbox.stop()
    throw error
  }
  return {
    sandbox,
    control: controlOf(sandbox.url),
    servers,
    api: (servers[0] as Server).api,
    credentials: read(),
    output,
    dataDir,
    addServer,
    async stop() {
      for (const server of servers.toReversed()) await server.stop()
      await sandbox.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Where the element finds its vendor: the sandbox in place of the real hosts. */
export function sandboxDefaults(sandboxUrl: string): Record<string, string> {
  return {
    'base.url': `${sandboxUrl}/crm/rest/v2`,
    'oauth.authorization.url': `${sandboxUrl}/app/oauth/authorize`,
    'oauth.token.url': `${sandboxUrl}/token`,
  }
}
