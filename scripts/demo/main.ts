/**
 * `npm run demo`: the main job on real input. Starts a local vendor and Valence, lets a person of the sandbox approve,
 * makes an instance, and reads, creates, changes, finds and deletes contacts through it. Prints the curl line of each
 * step and stays up. `--exit` stops afterwards; `--json` prints one JSON object on standard output and nothing else.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Program, startProgram } from '../programs.ts'
import { walkThrough } from './walk-through.ts'

const wantsJson = process.argv.includes('--json')
const wantsExit = process.argv.includes('--exit')
const say = (line: string) => process[wantsJson ? 'stderr' : 'stdout'].write(`${line}\n`)

/** The client application and the person the sandbox knows from the start. */
const vendorClient = { id: 'sandboxClientId000000000000000000', secret: 'sandboxSecret000' }
const person = { username: 'admin@example.com', password: 'sandbox' }

function startSandbox(): Promise<Program> {
  const port = process.env['SANDBOX_PORT'] || '8090'
  return startProgram('packages/sandbox/src/main.ts', {
    env: { SANDBOX_PORT: port },
    say: (line) => say(`  sandbox | ${line}`),
    timeoutMs: 30_000,
  })
}

/**
 * Where the element finds its vendor: the sandbox in place of the real hosts, and nothing else on this machine. The
 * sandbox's client is everybody's application, so that the console asks for no key and no secret.
 */
function startValence(sandbox: Program, credentialsFile: string): Promise<Program> {
  const elementDefaults = {
    infusionsoftcrm: {
      'base.url': `${sandbox.url}/crm/rest/v2`,
      'oauth.authorization.url': `${sandbox.url}/app/oauth/authorize`,
      'oauth.token.url': `${sandbox.url}/token`,
      'oauth.api.key': vendorClient.id,
      'oauth.api.secret': vendorClient.secret,
    },
  }
  const env = {
    VALENCE_ELEMENT_DEFAULTS: JSON.stringify(elementDefaults),
    VALENCE_EGRESS_ALLOW: [process.env['VALENCE_EGRESS_ALLOW'], new URL(sandbox.url).host]
      .filter(Boolean)
      .join(','),
    VALENCE_CREDENTIALS_FILE: credentialsFile,
  }
  return startProgram('packages/server/src/main.ts', {
    env,
    say: (line) => say(`  valence | ${line}`),
    timeoutMs: 120_000,
  })
}

async function readCredentials(
  path: string,
): Promise<{ organizationSecret: string; userSecret: string; username: string }> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    throw new Error(
      `This data folder was made by an earlier run, and ${path} with its credentials is gone. ` +
        'Name an empty folder with VALENCE_DATA_DIR, or the file with VALENCE_CREDENTIALS_FILE.',
    )
  }
}

async function main(): Promise<void> {
  const credentialsFile = resolve(
    process.env['VALENCE_CREDENTIALS_FILE'] ||
      `${process.env['VALENCE_DATA_DIR'] || './.valence'}/credentials.json`,
  )
  const programs: Program[] = []
  const stop = async () => {
    for (const program of programs.reverse()) await program.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop().then(() => process.exit(0)))
  try {
    say('Starting the sandbox (a local vendor) and Valence…')
    const sandbox = await startSandbox()
    programs.push(sandbox)
    const valence = await startValence(sandbox, credentialsFile)
    programs.push(valence)
    const { username, ...secrets } = await readCredentials(credentialsFile)
    const result = await walkThrough({
      ...secrets,
      // The file has the address of the first boot; this run may have another port.
      url: valence.url,
      vendorClient,
      person,
      say,
    })
    if (wantsJson) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    if (wantsExit) return await stop()
    say(`\nThe console is at ${valence.url}. Sign in as ${username};`)
    say(`the password is in ${credentialsFile}. At the vendor, sign in as`)
    say(`${person.username} with the password ${person.password}.`)
    say(`\nValence stays up at ${valence.url}, the sandbox at ${sandbox.url}. Stop with Ctrl-C.`)
  } catch (error) {
    await stop()
    throw error
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error)
  const hint = message.includes('EADDRINUSE')
    ? '\nIs an earlier demonstration still running? Stop it, or choose other ports with SANDBOX_PORT and VALENCE_PORT.'
    : ''
  process.stderr.write(`The demonstration failed. ${message}${hint}\n`)
  process.exitCode = 1
})
