import { AUTHORIZE_PATH, TOKEN_PATH } from './keap/oauth/provider.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts'

// `npm run sandbox`

function numberFrom(name: string, fallback: number): number {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`${name} is ${text}: it must be a whole number from 0 up.`)
  }
  return value
}

function optionsFromEnvironment(): SandboxOptions {
  return {
    port: numberFrom('SANDBOX_PORT', 8090),
    host: process.env.SANDBOX_HOST || '127.0.0.1',
    seed: numberFrom('SANDBOX_SEED', 1),
    contacts: numberFrom('SANDBOX_CONTACTS', 300),
    redirectUris: (process.env.SANDBOX_REDIRECT_URIS ?? '').split(/[\s,]+/).filter(Boolean),
  }
}

function describe({ url, controlUrl, client, users, keys, others }: Sandbox): string {
  return [
    `Keap sandbox listening on ${url}`,
    '',
    `  authorize   ${url}${AUTHORIZE_PATH}`,
    `  token       ${url}${TOKEN_PATH}`,
    `  REST v2     ${url}/crm/rest/v2`,
    `  REST v1     ${url}/crm/rest/v1`,
    `  control     ${controlUrl}`,
    '',
    `  client id      ${client.id}`,
    `  client secret  ${client.secret}`,
    '',
    '  logins (username / password: apps)',
    ...users.map(
      ({ username, password, apps }) =>
        `    ${username} / ${password}: ${Object.keys(apps).join(', ')}`,
    ),
    '',
    '  service account keys',
    ...Object.entries(keys).map(([app, key]) => `    ${app}  ${key}`),
    '',
    '  other vendors (same client; dana@example.com and rui@example.com / sandbox)',
    ...others.map(({ title, address, control }) => `    ${title.padEnd(12)}${address}  ${control}`),
    '',
  ].join('\n')
}

async function main(): Promise<void> {
  const sandbox = await startSandbox(optionsFromEnvironment())
  console.log(describe(sandbox))
  const stop = () => {
    sandbox.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  console.error(`The sandbox did not start: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
})
