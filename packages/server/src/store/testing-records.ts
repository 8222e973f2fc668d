/** Builders of records for tests: complete, valid, and different from one another. */
import { randomBytes } from 'node:crypto'
import type { Account, NewInstance, Organization, Scope, Store, User } from './store.ts'

export interface Tenant {
  readonly organization: Organization
  readonly account: Account
  readonly user: User
  /** Of the organization's administrators. */
  readonly scope: Scope
  /** Of the account's users. */
  readonly accountScope: Scope
}

/** An organization with one account and one user. */
export async function aTenant(store: Store): Promise<Tenant> {
  const organization = await store.organizations.create({
    id: await store.organizations.nextId(),
    name: 'Example Ltd',
    secretHash: aHash(),
    sealedSecret: randomBytes(40),
  })
  const scope = { organizationId: organization.id }
  const account = await anAccount(store, scope)
  const user = await aUser(store, account)
  return { organization, account, user, scope, accountScope: { ...scope, accountId: account.id } }
}

/** An account more. */
export function anAccount(
  store: Store,
  scope: Scope,
  overrides: Partial<Parameters<Store['accounts']['create']>[1]> = {},
): Promise<Account> {
  const externalId = randomBytes(6).toString('hex')
  const input = { name: 'Sales', description: 'The sales team', externalId, defaultAccount: false }
  return store.accounts.create(scope, { ...input, ...overrides })
}

/** A user of an account. */
export async function aUser(
  store: Store,
  account: Account,
  overrides: Partial<Parameters<Store['users']['create']>[1]> = {},
): Promise<User> {
  const { organizationId } = account
  return store.users.create(
    { organizationId },
    {
      id: await store.users.nextId(),
      accountId: account.id,
      email: `${randomBytes(6).toString('hex')}@example.com`,
      firstName: 'Ada',
      lastName: 'Example',
      roles: ['org-admin'],
      passwordHash: '$scrypt$example',
      secretHash: aHash(),
      sealedSecret: randomBytes(40),
      ...overrides,
    },
  )
}

/** What `instances.create` takes, with a credential that has expired a minute ago. */
export async function anInstance(
  store: Store,
  { account, user }: Pick<Tenant, 'account' | 'user'>,
  overrides: Partial<NewInstance> = {},
): Promise<NewInstance> {
  return {
    id: await store.instances.nextId(),
    organizationId: account.organizationId,
    accountId: account.id,
    userId: user.id,
    elementId: 42,
    elementKey: 'examplecrm',
    name: 'Example CRM of sales',
    tags: ['sales'],
    configuration: { 'base.url': 'https://api.example.com', region: null },
    sealedSecrets: randomBytes(40),
    sealedToken: randomBytes(40),
    tokenHash: aHash(),
    externalAuthentication: 'none',
    credential: {
      sealed: randomBytes(80),
      expiresAt: new Date(Date.now() - 60_000),
      refreshDueAt: null,
    },
    ...overrides,
  }
}

/** A hash as `hashSecret` makes it, of a secret nobody knows. */
export function aHash(): string {
  return randomBytes(32).toString('hex')
}
