import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { NewConnectLink, NewPendingConnection, PendingOwner, Store } from '../store.ts'
import { aHash, anAccount, anInstance, aTenant, aUser, type Tenant } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

const now = new Date('2026-11-24T12:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

function ownerOf({ organization, user }: Tenant): PendingOwner {
  return { organizationId: organization.id, userId: user.id, connectLinkId: null }
}

async function aPending(
  store: Store,
  owner: PendingOwner,
  overrides: Partial<NewPendingConnection> = {},
): Promise<NewPendingConnection> {
  return {
    ...owner,
    id: await store.pendingConnections.nextId(),
    stateHash: aHash(),
    elementKey: 'examplecrm',
    name: 'CRM',
    instanceId: null,
    sealedInput: randomBytes(30),
    expiresAt: later(15),
    ...overrides,
  }
}

async function aLink(
  store: Store,
  { organization, account, user }: Pick<Tenant, 'organization' | 'account' | 'user'>,
  overrides: Partial<NewConnectLink> = {},
): Promise<NewConnectLink> {
  return {
    id: await store.connectLinks.nextId(),
    organizationId: organization.id,
    accountId: account.id,
    userId: user.id,
    tokenHash: aHash(),
    name: null,
    tags: ['a'],
    elementKeys: ['examplecrm'],
    sealedConfiguration: randomBytes(20),
    branding: { name: 'Acme', color: '#aabbcc' },
    returnUrl: null,
    callbackUrl: 'https://acme.example/hook',
    origin: null,
    expiresAt: later(60),
    ...overrides,
  }
}

export function connectingContract(context: ContractContext): void {
  describe('pending connections', () => {
    it('are claimed once, and their input is gone from the database then', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const owner = ownerOf(tenant)
      const pending = await aPending(store, owner)
      await store.pendingConnections.create(pending)

      const claims = await Promise.all(
        Array.from({ length: 5 }, () =>
          store.pendingConnections.claim(owner, pending.stateHash, now),
        ),
      )

      expect(claims.filter(Boolean)).toEqual([
        expect.objectContaining({ id: pending.id, sealedInput: pending.sealedInput }),
      ])
      const column = { table: 'pending_connection', column: 'sealed_input' }
      const left = await store.sealedValues.list(tenant.organization.id, column, { limit: 9 })
      expect(left).toEqual([])
      expect(await store.pendingConnections.find(owner, pending.stateHash)).toMatchObject({
        status: 'completing',
      })
    })

    it('are found by their owner only', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const pending = await aPending(store, ownerOf(tenant))
      await store.pendingConnections.create(pending)
      const colleague = await aUser(store, tenant.account)
      const others: PendingOwner[] = [
        { ...ownerOf(tenant), userId: colleague.id },
        { ...ownerOf(tenant), connectLinkId: 1 },
        ownerOf(await aTenant(store)),
      ]

      for (const other of others) {
        expect(await store.pendingConnections.find(other, pending.stateHash)).toBeUndefined()
        expect(await store.pendingConnections.claim(other, pending.stateHash, now)).toBeUndefined()
      }
      expect(
        await store.pendingConnections.claim(ownerOf(tenant), pending.stateHash, now),
      ).toBeDefined()
    })

    it('are not to be had after their time, and are pruned', async () => {
      const { store } = context
      const owner = ownerOf(await aTenant(store))
      const pending = await aPending(store, owner)
      await store.pendingConnections.create(pending)

      expect(
        await store.pendingConnections.claim(owner, pending.stateHash, later(16)),
      ).toBeUndefined()
      expect(await store.pendingConnections.prune(later(14))).toBe(0)
      expect(await store.pendingConnections.prune(later(16))).toBeGreaterThan(0)

      expect(await store.pendingConnections.find(owner, pending.stateHash)).toBeUndefined()
    })

    it('remember how they ended for as long as is asked', async () => {
      const { store } = context
      const owner = ownerOf(await aTenant(store))
      const pending = await aPending(store, owner)
      await store.pendingConnections.create(pending)

      await store.pendingConnections.finish(pending.id, {
        status: 'connected',
        instanceId: 4711,
        keepUntil: later(600),
      })
      await store.pendingConnections.prune(later(60))

      expect(await store.pendingConnections.find(owner, pending.stateHash)).toMatchObject({
        status: 'connected',
        resultInstanceId: 4711,
      })
    })

    it('give way when one owner has too many', async () => {
      const { store } = context
      const owner = ownerOf(await aTenant(store))
      const hashes: string[] = []
      for (let n = 0; n < 52; n += 1) {
        const pending = await aPending(store, owner)
        hashes.push(pending.stateHash)
        await store.pendingConnections.create(pending)
      }

      const found = await Promise.all(
        hashes.map((hash) => store.pendingConnections.find(owner, hash)),
      )

      expect(found.map(Boolean)).toEqual([...Array(2).fill(false), ...Array(50).fill(true)])
    })
  })

  describe('connect links', () => {
    it('are found by the hash of their token, and listed within the scope', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const account = await anAccount(store, tenant.scope)
      const user = await aUser(store, account)
      const [own, other] = [
        await aLink(store, { ...tenant, account, user }),
        await aLink(store, tenant, { elementKeys: null, branding: null }),
      ]
      for (const link of [own, other]) await store.connectLinks.create(link)

      const { tokenHash, ...shown } = own
      expect(await store.connectLinks.findByTokenHash(tokenHash)).toMatchObject(shown)
      const scope = { ...tenant.scope, accountId: account.id }
      expect((await store.connectLinks.list(scope, { limit: 9 })).map(({ id }) => id)).toEqual([
        own.id,
      ])
      expect(await store.connectLinks.list(tenant.scope, { limit: 9 })).toMatchObject([
        { id: own.id },
        { id: other.id, elementKeys: null, branding: null },
      ])
      expect(await store.connectLinks.list((await aTenant(store)).scope, { limit: 9 })).toEqual([])
      expect(await store.connectLinks.revoke(scope, other.id, now)).toBeUndefined()
    })

    it('are finished by one at a time, and once', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const link = await aLink(store, tenant)
      await store.connectLinks.create(link)
      const { acquire } = store.connectLinks

      expect(await acquire(link.id, now, later(2))).toBe(true)
      expect(await acquire(link.id, later(1), later(3))).toBe(false)
      await store.connectLinks.release(link.id)
      expect(await acquire(link.id, later(1), later(3))).toBe(true)
      // Whoever held it died.
      expect(await acquire(link.id, later(4), later(6))).toBe(true)
      await store.connectLinks.markConnected(link.id, 4711, later(4))

      expect(await acquire(link.id, later(9), later(11))).toBe(false)
      expect(await store.connectLinks.findByTokenHash(link.tokenHash)).toMatchObject({
        connectedAt: later(4),
        instanceId: 4711,
        sealedConfiguration: null,
      })
    })

    it('cannot be used once revoked, and go a while after they expired', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const link = await aLink(store, tenant)
      await store.connectLinks.create(link)

      await store.connectLinks.revoke(tenant.scope, link.id, now)
      const again = await store.connectLinks.revoke(tenant.scope, link.id, later(5))

      expect(again?.revokedAt).toEqual(now)
      expect(await store.connectLinks.acquire(link.id, now, later(1))).toBe(false)
      expect(await store.connectLinks.prune(later(60))).toBe(0)
      expect(await store.connectLinks.prune(later(61))).toBeGreaterThan(0)
    })

    it('take their pending connections with them', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const link = await aLink(store, tenant)
      await store.connectLinks.create(link)
      const owner = { ...ownerOf(tenant), connectLinkId: link.id }
      const pending = await aPending(store, owner)
      await store.pendingConnections.create(pending)

      expect(await store.pendingConnections.find(owner, pending.stateHash)).toBeDefined()
      await store.connectLinks.prune(later(61))

      expect(await store.pendingConnections.find(owner, pending.stateHash)).toBeUndefined()
    })
  })

  describe('the signing secret of an organization', () => {
    it('is made once, whoever makes it first', async () => {
      const { store } = context
      const { organization } = await aTenant(store)
      expect(await store.organizations.getSigningSecret(organization.id)).toBeUndefined()

      const kept = await Promise.all(
        Array.from({ length: 6 }, () =>
          store.organizations.ensureSigningSecret(organization.id, randomBytes(40)),
        ),
      )

      expect(new Set(kept.map((sealed) => sealed.toString('hex'))).size).toBe(1)
      expect(await store.organizations.getSigningSecret(organization.id)).toEqual(kept[0])
    })
  })

  describe('connections of instances', () => {
    it('are listed with their state, those without tokens too, within the scope', async () => {
      const { store } = context
      const tenant = await aTenant(store)
      const account = await anAccount(store, tenant.scope)
      const user = await aUser(store, account)
      const first = await store.instances.create(await anInstance(store, tenant))
      const { credential: _, ...withoutTokens } = await anInstance(store, { account, user })
      const second = await store.instances.create(withoutTokens)

      const all = await store.credentials.list(tenant.scope, { limit: 9 })

      expect(all).toMatchObject([
        { instanceId: first.id, elementKey: 'examplecrm', credential: { state: 'connected' } },
        { instanceId: second.id, credential: undefined },
      ])
      expect(all[0]?.credential).not.toHaveProperty('sealed')
      const scope = { ...tenant.scope, accountId: account.id }
      expect(await store.credentials.list(scope, { limit: 9 })).toHaveLength(1)
      expect(await store.credentials.list(tenant.scope, { limit: 9, afterId: first.id })).toEqual([
        all[1],
      ])
    })
  })
}
