import { describe, expect, it } from 'vitest'
import type { Store } from '../store.ts'
import { anAccount, anInstance, aTenant, aUser } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

export function scopeContract(context: ContractContext): void {
  /** One tenant with two accounts; `mine` is a caller of the second, and everything else is out of its scope. */
  async function twoAccounts(store: Store) {
    const tenant = await aTenant(store)
    const account = await anAccount(store, tenant.scope)
    const user = await aUser(store, account)
    const foreign = await store.instances.create(await anInstance(store, tenant))
    const own = await store.instances.create(await anInstance(store, { account, user }))
    const usage = {
      organizationId: tenant.organization.id,
      elementKey: 'e',
      method: 'GET',
      path: '/',
      status: 200,
      durationMs: 1,
      at: new Date(),
    }
    await store.usage.append([
      {
        ...usage,
        requestId: `f${foreign.id}`,
        accountId: tenant.account.id,
        userId: tenant.user.id,
        instanceId: foreign.id,
      },
      {
        ...usage,
        requestId: `o${own.id}`,
        accountId: account.id,
        userId: user.id,
        instanceId: own.id,
      },
    ])
    const mine = { organizationId: tenant.organization.id, accountId: account.id }
    return { tenant, account, user, foreign, own, mine }
  }

  describe('scope', () => {
    it('hides other accounts from a caller of one account, in every function', async () => {
      const { store } = context
      const { tenant, account, user, foreign, own, mine } = await twoAccounts(store)

      expect(await store.accounts.get(mine, tenant.account.id)).toBeUndefined()
      expect(await store.accounts.list(mine, { limit: 10 })).toEqual([account])
      expect(await store.users.get(mine, tenant.user.id)).toBeUndefined()
      expect(await store.users.getByEmail(mine, tenant.user.email)).toBeUndefined()
      expect(await store.users.list(mine, { limit: 10 })).toEqual([user])
      expect(await store.users.count(mine)).toBe(1)
      expect(await store.instances.get(mine, foreign.id)).toBeUndefined()
      expect(await store.instances.list(mine, {}, { limit: 10 })).toEqual([own])
      expect(await store.instances.count(mine, {})).toBe(1)
      expect(await store.instances.update(mine, foreign.id, { name: 'stolen' })).toBeUndefined()
      expect(await store.instances.delete(mine, foreign.id)).toBeUndefined()
      expect(await store.credentials.get(mine, foreign.id)).toBeUndefined()
      expect(await store.usage.get(mine, `f${foreign.id}`)).toBeUndefined()
      expect(await store.usage.list(mine, {}, { limit: 10 })).toHaveLength(1)
      expect(await store.instances.get(tenant.scope, foreign.id)).toEqual(foreign)
    })

    it('shows an administrator every account of the organization', async () => {
      const { store } = context
      const { tenant, foreign, own } = await twoAccounts(store)

      expect(await store.accounts.list(tenant.scope, { limit: 10 })).toHaveLength(2)
      expect(await store.users.count(tenant.scope)).toBe(2)
      expect(await store.instances.list(tenant.scope, {}, { limit: 10 })).toEqual([foreign, own])
      expect(await store.credentials.get(tenant.scope, own.id)).toBeDefined()
      expect(await store.usage.list(tenant.scope, {}, { limit: 10 })).toHaveLength(2)
    })

    it('hides an organization from the administrators of another, in every function', async () => {
      const { store } = context
      const { tenant, own } = await twoAccounts(store)
      const credential = { sealed: Buffer.from('x'), expiresAt: null, refreshDueAt: null }
      const { scope } = await aTenant(store)

      expect(await store.accounts.get(scope, tenant.account.id)).toBeUndefined()
      expect(await store.users.get(scope, tenant.user.id)).toBeUndefined()
      expect(await store.users.getByEmail(scope, tenant.user.email)).toBeUndefined()
      expect(await store.instances.get(scope, own.id)).toBeUndefined()
      expect(await store.instances.list(scope, {}, { limit: 10 })).toEqual([])
      expect(await store.instances.update(scope, own.id, { credential })).toBeUndefined()
      expect(await store.instances.delete(scope, own.id)).toBeUndefined()
      expect(await store.credentials.get(scope, own.id)).toBeUndefined()
      expect(await store.usage.get(scope, `o${own.id}`)).toBeUndefined()
      expect(await store.usage.list(scope, {}, { limit: 10 })).toEqual([])
      expect(await store.credentials.get(tenant.scope, own.id)).toMatchObject({ version: 1 })
    })

    it('hides the account of a scope whose organization is another', async () => {
      const { store } = context
      const { tenant, own, account } = await twoAccounts(store)
      const other = await aTenant(store)
      const mixed = { organizationId: other.organization.id, accountId: account.id }

      expect(await store.instances.get(mixed, own.id)).toBeUndefined()
      expect(await store.users.list(mixed, { limit: 10 })).toEqual([])
      expect(await store.accounts.get(mixed, tenant.account.id)).toBeUndefined()
    })

    it('lets a caller of one account make users there only, and no accounts', async () => {
      const { store } = context
      const { tenant, account, mine } = await twoAccounts(store)
      const other = await aTenant(store)
      const input = async (accountId: number) => ({
        id: await store.users.nextId(),
        accountId,
        email: `${await store.users.nextId()}@example.org`,
        firstName: 'A',
        lastName: 'B',
        roles: [],
        passwordHash: 'x',
        secretHash: String(await store.users.nextId()),
        sealedSecret: Buffer.from('x'),
      })
      const account1 = { name: 'a', description: 'a', externalId: 'a', defaultAccount: false }

      await expect(store.users.create(mine, await input(account.id))).resolves.toBeTruthy()
      for (const accountId of [tenant.account.id, other.account.id]) {
        await expect(store.users.create(mine, await input(accountId))).rejects.toMatchObject({
          code: 'not_found',
        })
      }
      await expect(
        store.users.create(tenant.scope, await input(other.account.id)),
      ).rejects.toMatchObject({ code: 'not_found' })
      await expect(store.accounts.create(mine, account1)).rejects.toMatchObject({
        code: 'forbidden',
      })
    })
  })
}
