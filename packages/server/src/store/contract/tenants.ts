import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { aHash, anAccount, anInstance, aTenant, aUser } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

const MAX_INT32 = 2 ** 31 - 1

export function tenantsContract(context: ContractContext): void {
  describe('organizations', () => {
    it('keeps an organization and finds it by id and by the hash of its secret', async () => {
      const { organizations } = context.store
      const [id, secretHash, sealedSecret] = [await organizations.nextId(), aHash(), randomBytes(9)]

      const created = await organizations.create({ id, name: 'Ex', secretHash, sealedSecret })

      expect(created).toEqual({
        id,
        name: 'Ex',
        externalId: null,
        vdrVersion: 'v2',
        environment: 'production',
        status: 'paid',
        active: true,
        createdAt: expect.any(Date),
        sealedSecret,
      })
      expect(await organizations.get(id)).toEqual(created)
      expect(await organizations.findBySecretHash(secretHash)).toEqual(created)
      expect(await organizations.findBySecretHash(aHash())).toBeUndefined()
    })

    it('renames an organization, and answers undefined for one that is not there', async () => {
      const { organization } = await aTenant(context.store)

      const renamed = await context.store.organizations.update(organization.id, { name: 'New' })

      expect(renamed).toEqual({ ...organization, name: 'New' })
      expect(await context.store.organizations.update(organization.id, {})).toEqual(renamed)
      expect(await context.store.organizations.update(MAX_INT32, { name: 'x' })).toBeUndefined()
    })

    it('counts organizations as a number', async () => {
      const before = await context.store.organizations.count()
      await aTenant(context.store)

      expect(await context.store.organizations.count()).toBe(before + 1)
    })

    it('answers undefined for ids that no row can have', async () => {
      for (const id of [0, -1, 1.5, MAX_INT32 + 1, Number.NaN, 1e300]) {
        expect(await context.store.organizations.get(id)).toBeUndefined()
        expect(await context.store.instances.get({ organizationId: 1 }, id)).toBeUndefined()
      }
    })

    it('deletes everything of an organization with it', async () => {
      const tenant = await aTenant(context.store)
      const instance = await context.store.instances.create(await anInstance(context.store, tenant))
      await context.store.users.createSession(tenant.user, aHash(), new Date(Date.now() + 1e6))
      await context.store.dataKeys.create(tenant.organization.id, 'k', randomBytes(61))
      const client = new pg.Client({ connectionString: context.harness.connectionString })
      await client.connect()

      await client.query('delete from organization where id = $1', [tenant.organization.id])
      await client.end()

      expect(await context.store.instances.get(tenant.scope, instance.id)).toBeUndefined()
      expect(await context.store.credentials.get(tenant.scope, instance.id)).toBeUndefined()
      expect(await context.store.users.count(tenant.scope)).toBe(0)
      expect(await context.store.accounts.list(tenant.scope, { limit: 10 })).toEqual([])
      expect(await context.store.dataKeys.list(tenant.organization.id)).toEqual([])
    })
  })

  describe('accounts', () => {
    it('keeps an account', async () => {
      const { scope } = await aTenant(context.store)

      const account = await anAccount(context.store, scope, { externalId: 'a-1', name: 'Support' })

      expect(account).toMatchObject({ name: 'Support', externalId: 'a-1', active: true })
      expect(await context.store.accounts.get(scope, account.id)).toEqual(account)
    })

    it('refuses a second account with the same externalId in the organization only', async () => {
      const [one, other] = [await aTenant(context.store), await aTenant(context.store)]
      await anAccount(context.store, one.scope, { externalId: 'same' })

      await expect(anAccount(context.store, one.scope, { externalId: 'same' })).rejects.toThrow(
        expect.objectContaining({
          code: 'conflict',
          message: expect.stringContaining('externalId'),
        }),
      )
      await expect(
        anAccount(context.store, other.scope, { externalId: 'same' }),
      ).resolves.toBeTruthy()
    })

    it('lists page by page in ascending order of ids', async () => {
      const { scope, account } = await aTenant(context.store)
      const more = [await anAccount(context.store, scope), await anAccount(context.store, scope)]

      const first = await context.store.accounts.list(scope, { limit: 2 })
      const second = await context.store.accounts.list(scope, {
        limit: 2,
        afterId: first[1]?.id ?? 0,
      })

      expect([...first, ...second].map(({ id }) => id)).toEqual([
        account.id,
        ...more.map((a) => a.id),
      ])
    })
  })

  describe('users', () => {
    it('keeps a user and finds it by id, secret and email in any case', async () => {
      const { scope, account } = await aTenant(context.store)
      const secretHash = aHash()
      const email = `Ada.${secretHash.slice(0, 8)}@Example.com`

      const user = await aUser(context.store, account, {
        secretHash,
        email,
        roles: ['admin', 'vdrAdmin'],
      })

      expect(user).toMatchObject({
        email,
        roles: ['admin', 'vdrAdmin'],
        active: true,
        lastLoginAt: null,
      })
      expect(await context.store.users.get(scope, user.id)).toEqual(user)
      expect(await context.store.users.findBySecretHash(secretHash)).toEqual(user)
      expect(await context.store.users.findByEmail(email.toUpperCase())).toEqual(user)
      expect(await context.store.users.getByEmail(scope, email.toLowerCase())).toEqual(user)
    })

    it('refuses a second active user with the same email, in any case and any organization', async () => {
      const [one, other] = [await aTenant(context.store), await aTenant(context.store)]
      const email = one.user.email.toUpperCase()

      await expect(aUser(context.store, other.account, { email })).rejects.toThrow(
        expect.objectContaining({ code: 'conflict', message: expect.stringContaining('email') }),
      )
    })

    it('finds no caller among inactive users and users of inactive organizations', async () => {
      const { account, organization } = await aTenant(context.store)
      const hashes = { secret: aHash(), session: aHash() }
      const user = await aUser(context.store, account, { secretHash: hashes.secret })
      await context.store.users.createSession(user, hashes.session, new Date(Date.now() + 60_000))
      const found = () =>
        Promise.all([
          context.store.users.findBySecretHash(hashes.secret),
          context.store.users.findByEmail(user.email),
          context.store.users.findBySessionHash(hashes.session, new Date()),
        ])
      const client = new pg.Client({ connectionString: context.harness.connectionString })
      await client.connect()

      await client.query('update app_user set active = false where id = $1', [user.id])
      const whenUserInactive = await found()
      await client.query('update app_user set active = true where id = $1', [user.id])
      const whenActive = await found()
      await client.query('update organization set active = false where id = $1', [organization.id])
      const whenOrganizationInactive = await found()
      await client.end()

      expect(whenUserInactive).toEqual([undefined, undefined, undefined])
      expect(whenActive).toEqual([user, user, user])
      expect(whenOrganizationInactive).toEqual([undefined, undefined, undefined])
    })

    it('lists and counts users', async () => {
      const { scope, account, user } = await aTenant(context.store)
      const second = await aUser(context.store, account)

      expect(await context.store.users.count(scope)).toBe(2)
      expect(await context.store.users.list(scope, { limit: 1 })).toEqual([user])
      expect(await context.store.users.list(scope, { limit: 9, afterId: user.id })).toEqual([
        second,
      ])
    })

    it('remembers the last sign-in', async () => {
      const { scope, user } = await aTenant(context.store)
      const at = new Date('2026-11-01T10:00:00.123Z')

      await context.store.users.recordLogin(user, at)

      expect(await context.store.users.get(scope, user.id)).toEqual({ ...user, lastLoginAt: at })
    })

    it('refuses a text that PostgreSQL cannot hold, as the caller’s mistake', async () => {
      const { account } = await aTenant(context.store)

      await expect(aUser(context.store, account, { firstName: 'A\u0000da' })).rejects.toMatchObject(
        {
          code: 'invalid_request',
        },
      )
    })
  })

  describe('sessions', () => {
    it('finds a user by a session until it expires or is deleted', async () => {
      const { user } = await aTenant(context.store)
      const [kept, deleted] = [aHash(), aHash()]
      const expiresAt = new Date('2026-12-01T00:00:00Z')
      await context.store.users.createSession(user, kept, expiresAt)
      await context.store.users.createSession(user, deleted, expiresAt)

      await context.store.users.deleteSession(deleted)

      const before = new Date(expiresAt.getTime() - 1)
      expect(await context.store.users.findBySessionHash(kept, before)).toEqual(user)
      expect(await context.store.users.findBySessionHash(kept, expiresAt)).toBeUndefined()
      expect(await context.store.users.findBySessionHash(deleted, before)).toBeUndefined()
    })

    it('keeps the hundred sessions of a user that end last', async () => {
      const { user } = await aTenant(context.store)
      const start = Date.now()
      const hashes = Array.from({ length: 102 }, aHash)
      for (const [index, hash] of hashes.entries()) {
        await context.store.users.createSession(user, hash, new Date(start + 60_000 + index))
      }

      const found = await Promise.all(
        hashes.map((hash) => context.store.users.findBySessionHash(hash, new Date(start))),
      )

      expect(found.map(Boolean)).toEqual([false, false, ...Array.from({ length: 100 }, () => true)])
    })
  })
}
