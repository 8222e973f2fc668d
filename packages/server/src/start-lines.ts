/** What the process says of itself when it starts. */
import type { Config } from './config.ts'
import type { FirstCredentials } from './first-boot.ts'

/** Address, database, roles and keys. */
export function startLines(
  config: Config,
  what: { url: string; database: string; keySource: string },
): string[] {
  return [
    `Valence runs at ${what.url}`,
    `  database  ${what.database}`,
    `  roles     ${config.roles.join(', ')}`,
    `  keys      ${what.keySource}`,
    ...(config.egressAllow ? [`  egress    private addresses open: ${config.egressAllow}`] : []),
  ]
}

/** The first credentials, said once; nothing when this is no first boot. */
export function credentialLines(credentials: FirstCredentials | undefined): string[] {
  if (!credentials) return []
  return [
    'First boot. These are shown once; keep them:',
    `  user                 ${credentials.username}`,
    `  password             ${credentials.password}`,
    `  organization secret  ${credentials.organizationSecret}`,
    `  user secret          ${credentials.userSecret}`,
  ]
}
