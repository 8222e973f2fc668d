/** Programs of the project as a person starts them: the demonstration, and the operator's commands. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpDatabase, withEmbedded } from '../support/database.ts'
import { type System, startSystem } from '../support/system.ts'

const root = join(import.meta.dirname, '../..')

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Run a program of the project to its end. */
function run(script: string, args: readonly string[], env: Record<string, string>): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  })
  const stdout: string[] = []
  const stderr: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text))
  return new Promise((resolve) =>
    child.on('close', (code) =>
      resolve({ code, stdout: stdout.join(''), stderr: stderr.join('') }),
    ),
  )
}

describe('npm run demo', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'valence-demo-'))
  const env = { VALENCE_DATA_DIR: dataDir, VALENCE_PORT: '0', SANDBOX_PORT: '0' }
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  it('with --json and --exit prints one object and nothing else', async () => {
    const { code, stdout } = await run('scripts/demo/main.ts', ['--json', '--exit'], env)

    expect(code).toBe(0)
    const result = JSON.parse(stdout)
    const members = ['url', 'organizationSecret', 'userSecret', 'oauthUrl', 'instance', 'contacts']
    expect(Object.keys(result)).toEqual(members)
    expect(result.oauthUrl).toContain('/app/oauth/authorize?scope=full&response_type=code')
    expect(result.instance).toMatchObject({ id: 1000, element: { id: 191, hub: 'crm' } })
    expect(result.contacts).toHaveLength(5)
    expect(result.contacts[0]).toMatchObject({
      Id: expect.anything(),
      FirstName: expect.stringMatching(/\w/),
    })
  })

  it('prints a curl line for each step, on the data of the run before', async () => {
    const { code, stdout } = await run('scripts/demo/main.ts', ['--exit'], env)

    expect(code).toBe(0)
    expect(stdout.match(/^ {3}curl -s/gm)?.length).toBeGreaterThanOrEqual(6)
    expect((await stat(join(dataDir, 'credentials.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600)
  })

  it('says what to do when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo

    const { code, stderr } = await run('scripts/demo/main.ts', ['--exit'], {
      ...env,
      SANDBOX_PORT: String(port),
    })
    other.close()

    expect(code).toBe(1)
    expect(stderr).toContain('SANDBOX_PORT')
  })
})

describe('npm start', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem()
  })
  afterAll(() => system.stop())

  it('refuses a command it does not know, naming those it does', async () => {
    const { code, stderr } = await run('packages/server/src/main.ts', ['rotate-keys'], {
      VALENCE_DATA_DIR: system.dataDir,
    })

    expect(code).toBe(1)
    expect(stderr).toContain("no command 'rotate-keys'. There is rotate-data-keys")
  })

  it('rotate-data-keys seals everything anew while a server works', async () => {
    const { api, control } = system
    const { body } = await api.call('POST', '/instances', {
      body: api.instanceBody(await control.approve()),
    })
    const authorization = api.withToken(body.token)
    const sealedBefore = await sealedSecrets(system)

    const { code, stderr } = await run('packages/server/src/main.ts', ['rotate-data-keys'], {
      VALENCE_DATA_DIR: system.dataDir,
    })

    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/Organization \d+: [1-9]\d* values sealed anew/)
    expect(await sealedSecrets(system)).not.toEqual(sealedBefore)
    const { status } = await api.call('GET', '/hubs/crm/contacts', { authorization })
    expect(status).toBe(200)
    const fresh = await system.addServer()
    expect((await fresh.api.call('GET', '/hubs/crm/contacts', { authorization })).status).toBe(200)
  })
})

/** The sealed secrets of all instances, as hexadecimal text. */
async function sealedSecrets({ dataDir }: System): Promise<readonly string[]> {
  const dump = await withEmbedded(dataDir, dumpDatabase)
  const sealed = dump.match(/"sealed_secrets":"[^"]+"/g) ?? []
  expect(sealed.length).toBeGreaterThan(0)
  return sealed
}
