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

interface Dependencies {
  readonly store: Store
  readonly vault: Vault
  readonly ids: Ids
}

/** Make the first organization. `undefined` when there is one already; safe when several processes boot at once. */
export function firstBoot(
  deps: Dependencies,
  adminEmail: string,
): Promise<FirstCredentials | undefined> {
  return deps.store.exclusively('first-boot', async () => {
    if ((await deps.store.organizations.count()) > 0) return undefined
    return makeOrganization(deps, { name: 'Valence', adminEmail })
  })
}

/** An organization with a default account and one user who administers it. */
export async function makeOrganization(
  { store, vault, ids }: Dependencies,
  input: { name: string; adminEmail: string },
): Promise<FirstCredentials> {
  const credentials = {
    organizationSecret: ids.organizationSecret(),
    userSecret: ids.secret(),
    username: input.adminEmail,
    password: ids.secret().slice(0, 20),
  }
  const organizationId = await store.organizations.nextId()
  const seal = (table: string, rowId: number, secret: string) =>
    vault.seal(organizationId, { table, column: 'sealed_secret', rowId }, secret)
  await store.organizations.create({
    id: organizationId,
    name: input.name,
    secretHash: hashSecret(credentials.organizationSecret),
    sealedSecret: await seal('organization', organizationId, credentials.organizationSecret),
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
    email: input.adminEmail,
    firstName: input.name,
    lastName: 'Administrator',
    roles: ['org-admin', 'admin'],
    passwordHash: await hashPassword(credentials.password),
    secretHash: hashSecret(credentials.userSecret),
    sealedSecret: await seal('app_user', id, credentials.userSecret),
  })
  return credentials
}

/** Write the first credentials for scripts, readable by the owner only. */
export async function writeCredentials(
  path: string,
  url: string,
  credentials: FirstCredentials,
): Promise<void> {
  await writeFile(path, `${JSON.stringify({ url, ...credentials }, null, 2)}\n`, { mode: 0o600 })
}
