/** The first boot of an empty database: one organization, one account, one user, and their secrets, shown once. */
import { writeFile } from 'node:fs/promises'
import { hashSecret, type Ids } from './lib/ids.ts'
import type { Store } from './store/store.ts'
import { hashPassword } from './vault/password.ts'
import type { Vault } from './vault/vault.ts'

/** What the operator needs to begin. */
export interface FirstCredentials {
  readonly organizationSecret: string
  readonly userSecret: string
  readonly username: string
  readonly password: string
}

interface FirstBootDependencies {
  readonly store: Store
  readonly vault: Vault
  readonly ids: Ids
  readonly adminEmail: string
}

/** Make the first organization. `undefined` when there is one already; safe when several processes boot at once. */
export function firstBoot(deps: FirstBootDependencies): Promise<FirstCredentials | undefined> {
  return deps.store.exclusively('first-boot', async () => {
    if ((await deps.store.organizations.count()) > 0) return undefined
    return makeFirstUser(deps)
  })
}

async function makeFirstUser({
  store,
  vault,
  ids,
  adminEmail,
}: FirstBootDependencies): Promise<FirstCredentials> {
  const secrets = {
    organizationSecret: ids.organizationSecret(),
    userSecret: ids.secret(),
    username: adminEmail,
    password: ids.secret().slice(0, 20),
  }
  const organizationId = await store.organizations.nextId()
  await store.organizations.create({
    id: organizationId,
    name: 'Valence',
    secretHash: hashSecret(secrets.organizationSecret),
    sealedSecret: await vault.seal(
      organizationId,
      { table: 'organization', column: 'sealed_secret', rowId: organizationId },
      secrets.organizationSecret,
    ),
  })
  const scope = { organizationId }
  const account = await store.accounts.create(scope, {
    name: 'Default',
    description: 'Default account',
    externalId: 'default',
    defaultAccount: true,
  })
  const id = await store.users.nextId()
  await store.users.create(scope, {
    id,
    accountId: account.id,
    email: adminEmail,
    firstName: 'Valence',
    lastName: 'Administrator',
    roles: ['org-admin', 'admin'],
    passwordHash: await hashPassword(secrets.password),
    secretHash: hashSecret(secrets.userSecret),
    sealedSecret: await vault.seal(
      organizationId,
      { table: 'app_user', column: 'sealed_secret', rowId: id },
      secrets.userSecret,
    ),
  })
  return secrets
}

/** Write the first credentials for scripts, readable by the owner only. */
export async function writeCredentials(
  path: string,
  url: string,
  credentials: FirstCredentials,
): Promise<void> {
  await writeFile(path, `${JSON.stringify({ url, ...credentials }, null, 2)}\n`, { mode: 0o600 })
}
