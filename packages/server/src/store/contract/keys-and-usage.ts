import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sealedColumns } from '../sealed-columns.ts'
import type { UsageFilter, UsageRecord } from '../store.ts'
import { anInstance, aTenant, type Tenant } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

export function dataKeysContract(context: ContractContext): void {
  describe('data keys', () => {
    it('makes a new key the active one and keeps the former', async () => {
      const { organization } = await aTenant(context.store)
      const [first, second] = [randomBytes(61), randomBytes(61)]
      await context.store.dataKeys.create(organization.id, 'kek-1', first)
      const { id } = await context.store.dataKeys.create(organization.id, 'kek-2', second)

      expect(await context.store.dataKeys.list(organization.id)).toEqual([
        expect.objectContaining({ kekId: 'kek-1', wrapped: first, active: false }),
        { id, organizationId: organization.id, kekId: 'kek-2', wrapped: second, active: true },
      ])
    })

    it('has one active key when many are made at once', async () => {
      const { organization } = await aTenant(context.store)

      await Promise.all(
        Array.from({ length: 8 }, () =>
          context.store.dataKeys.create(organization.id, 'k', randomBytes(61)),
        ),
      )

      const keys = await context.store.dataKeys.list(organization.id)
      expect(keys.filter(({ active }) => active)).toHaveLength(1)
      expect(keys).toHaveLength(8)
    })

    it('gives everybody who makes the first key at once the same one', async () => {
      const id = await context.store.organizations.nextId()
      const other = await context.harness.openStore()

      const keys = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (n % 2 ? other : context.store).dataKeys.createFirst(id, 'k', randomBytes(61)),
        ),
      )
      await other.close()

      expect(new Set(keys.map((key) => key.id)).size).toBe(1)
      expect(await context.store.dataKeys.list(id)).toEqual([keys[0]])
    })

    it('rewraps a key once, only from the key-encryption key it was read with', async () => {
      const { organization } = await aTenant(context.store)
      const kekId = `old-${organization.id}`
      const key = await context.store.dataKeys.create(organization.id, kekId, randomBytes(61))
      const to = { kekId: `new-${organization.id}`, wrapped: randomBytes(61) }

      expect(await context.store.dataKeys.rewrap(key.id, { kekId }, to)).toBe(true)
      expect(await context.store.dataKeys.rewrap(key.id, { kekId }, to)).toBe(false)

      expect(await context.store.dataKeys.list(organization.id)).toEqual([{ ...key, ...to }])
    })

    it('lists keys of other key-encryption keys, and one of each', async () => {
      const { organization } = await aTenant(context.store)
      const [a, b] = [`a-${organization.id}`, `b-${organization.id}`]
      const first = await context.store.dataKeys.create(organization.id, a, randomBytes(61))
      const second = await context.store.dataKeys.create(organization.id, a, randomBytes(61))
      const third = await context.store.dataKeys.create(organization.id, b, randomBytes(61))

      const others = (await context.store.dataKeys.listWrappedByOther(b)).map(({ id }) => id)
      const one = (await context.store.dataKeys.onePerKek()).filter(({ kekId }) =>
        [a, b].includes(kekId),
      )

      expect(others).toEqual(expect.arrayContaining([first.id, second.id]))
      expect(others).not.toContain(third.id)
      expect(one.map(({ id }) => id)).toEqual([first.id, third.id])
    })
  })

  describe('sealed values', () => {
    it('walks every sealed column of an organization, and of no other', async () => {
      const [tenant, other] = [await aTenant(context.store), await aTenant(context.store)]
      const input = await anInstance(context.store, tenant)
      await context.store.instances.create(input)
      await context.store.instances.create(await anInstance(context.store, other))
      const { organization, user } = tenant

      const found = await Promise.all(
        context.store.sealedValues.columns.map((column) =>
          context.store.sealedValues.list(organization.id, column, { limit: 10 }),
        ),
      )

      expect(found).toEqual([
        [{ rowId: organization.id, sealed: organization.sealedSecret }],
        [{ rowId: user.id, sealed: user.sealedSecret }],
        [{ rowId: input.id, sealed: input.sealedSecrets }],
        [{ rowId: input.id, sealed: input.sealedToken }],
        [{ rowId: input.id, sealed: input.credential?.sealed }],
        // Signing secret, pending connections, elements, connect links: none here.
        [],
        [],
        [],
        [],
      ])
    })

    it('replaces a value only where it still is what was read, in its organization', async () => {
      const [tenant, other] = [await aTenant(context.store), await aTenant(context.store)]
      const input = await anInstance(context.store, tenant)
      await context.store.instances.create(input)
      const place = { ...sealedColumns.instanceToken, rowId: input.id }
      const [from, to] = [input.sealedToken, randomBytes(30)]
      const { replace } = context.store.sealedValues

      expect(await replace(other.organization.id, place, from, to)).toBe(false)
      expect(await replace(tenant.organization.id, place, from, to)).toBe(true)
      expect(await replace(tenant.organization.id, place, from, to)).toBe(false)

      const now = await context.store.instances.get(tenant.scope, input.id)
      expect(now?.sealedToken).toEqual(to)
    })

    it('touches no column that is not sealed', async () => {
      const column = { table: 'app_user', column: 'password_hash' }

      await expect(context.store.sealedValues.list(1, column, { limit: 1 })).rejects.toThrow(
        TypeError,
      )
    })
  })
}

export function usageContract(context: ContractContext): void {
  const aRecord = (
    { account, user }: Tenant,
    overrides: Partial<UsageRecord> = {},
  ): UsageRecord => ({
    requestId: randomBytes(12).toString('hex'),
    organizationId: account.organizationId,
    accountId: account.id,
    userId: user.id,
    instanceId: 4711,
    elementKey: 'examplecrm',
    method: 'GET',
    path: '/hubs/crm/contacts',
    status: 200,
    durationMs: 12,
    at: new Date('2026-11-24T12:00:00.250Z'),
    ...overrides,
  })

  describe('usage records', () => {
    it('appends a batch with one statement and finds a record by its request', async () => {
      const tenant = await aTenant(context.store)
      const records = Array.from({ length: 500 }, (_, n) =>
        aRecord(tenant, { status: 200 + (n % 5) }),
      )
      const before = context.store.statementCount()

      await context.store.usage.append(records)

      expect(context.store.statementCount()).toBe(before + 1)
      for (const record of [records[0], records[499]]) {
        expect(await context.store.usage.get(tenant.scope, record?.requestId ?? '')).toEqual(record)
      }
    })

    it('appends nothing without a statement, and rounds durations', async () => {
      const tenant = await aTenant(context.store)
      const before = context.store.statementCount()
      await context.store.usage.append([])
      expect(context.store.statementCount()).toBe(before)
      const record = aRecord(tenant, { durationMs: 1.6 })

      await context.store.usage.append([record])

      expect(await context.store.usage.get(tenant.scope, record.requestId)).toMatchObject({
        durationMs: 2,
      })
    })

    it('lists the newest first, within a period, of one instance, before a moment', async () => {
      const tenant = await aTenant(context.store)
      const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second))
      const records = [0, 1, 2, 3].map((n) =>
        aRecord(tenant, { at: at(n), instanceId: n < 2 ? 1 : 2 }),
      )
      await context.store.usage.append(records)
      const list = async (...args: [object, { limit: number; before?: Date }]) =>
        (await context.store.usage.list(tenant.scope, ...args)).map((record) =>
          record.at.getUTCSeconds(),
        )

      expect(await list({}, { limit: 10 })).toEqual([3, 2, 1, 0])
      expect(await list({ from: at(1), to: at(3) }, { limit: 10 })).toEqual([2, 1])
      expect(await list({ instanceId: 2 }, { limit: 10 })).toEqual([3, 2])
      expect(await list({}, { limit: 2, before: at(3) })).toEqual([2, 1])
    })

    it('keeps what was asked, what went wrong and what the vendor was asked', async () => {
      const tenant = await aTenant(context.store)
      const record = aRecord(tenant, {
        status: 502,
        query: { where: "email='a\0b'", 'tags[]': ['x', '\\u0000'] },
        requestIp: '203.0.113.7',
        error: { code: 'vendor_failed', message: 'It failed\ud800', providerMessage: 'Oops' },
        vendor: {
          calls: 3,
          method: 'GET',
          host: 'api.example.com',
          path: '/v2/contacts',
          status: null,
          durationMs: 80,
        },
      })

      await context.store.usage.append([record])

      expect(await context.store.usage.get(tenant.scope, record.requestId)).toEqual({
        ...record,
        query: { where: "email='ab'", 'tags[]': ['x', '\\u0000'] },
        error: { code: 'vendor_failed', message: 'It failed\ufffd', providerMessage: 'Oops' },
      })
    })

    it('filters by element, method, status and a part of the path', async () => {
      const tenant = await aTenant(context.store)
      await context.store.usage.append([
        aRecord(tenant, { requestId: 'a', elementKey: 'other' }),
        aRecord(tenant, { requestId: 'b', method: 'POST', status: 201 }),
        aRecord(tenant, { requestId: 'c', status: 404, path: '/hubs/crm/100%_Sure' }),
      ])
      const found = async (filter: UsageFilter) =>
        (await context.store.usage.list(tenant.scope, filter, { limit: 9 })).map(
          (record) => record.requestId,
        )

      expect(await found({ elementKey: 'other' })).toEqual(['a'])
      expect(await found({ method: 'POST' })).toEqual(['b'])
      expect(await found({ status: { from: 400, to: 599 } })).toEqual(['c'])
      expect(await found({ searchText: '%_sure' })).toEqual(['c'])
      expect(await found({ searchText: '%' })).toEqual(['c'])
    })

    it('gives the newest with their numbers, only later ones when asked', async () => {
      const tenant = await aTenant(context.store)
      await context.store.usage.append(
        ['a', 'b', 'c'].map((requestId) => aRecord(tenant, { requestId })),
      )

      const newest = await context.store.usage.newest(tenant.scope, { limit: 2, afterId: 0 })
      const [c, b] = newest as [(typeof newest)[0], (typeof newest)[0]]

      expect([c.record.requestId, b.record.requestId]).toEqual(['c', 'b'])
      expect(await context.store.usage.newest(tenant.scope, { limit: 9, afterId: b.id })).toEqual([
        c,
      ])
      const { scope } = await aTenant(context.store)
      expect(await context.store.usage.newest(scope, { limit: 9, afterId: 0 })).toEqual([])
    })

    it('counts by intervals of UTC, empty ones included, within accounts', async () => {
      const tenant = await aTenant(context.store)
      const at = (text: string) => new Date(`2026-01-${text}Z`)
      await context.store.usage.append([
        aRecord(tenant, { at: at('01T23:59:59'), durationMs: 10 }),
        aRecord(tenant, { at: at('03T00:00:00'), durationMs: 20, status: 500 }),
        aRecord(tenant, { at: at('03T12:00:00'), durationMs: 40 }),
      ])
      const span = { from: at('01T12:00:00'), to: at('03T13:00:00'), interval: 'day' } as const

      expect(await context.store.usage.count(tenant.scope, span)).toEqual([
        { at: at('01T00:00:00'), count: 1, success: 1, failed: 0, minMs: 10, maxMs: 10, avgMs: 10 },
        { at: at('02T00:00:00'), count: 0, success: 0, failed: 0, minMs: 0, maxMs: 0, avgMs: 0 },
        { at: at('03T00:00:00'), count: 2, success: 1, failed: 1, minMs: 20, maxMs: 40, avgMs: 30 },
      ])
      const others = await context.store.usage.count(tenant.scope, { ...span, accountIds: [-1] })
      expect(others.map(({ count }) => count)).toEqual([0, 0, 0])
    })

    it('keeps the newest records and says how many it removed', async () => {
      const tenant = await aTenant(context.store)
      await context.store.usage.prune(0)
      const records = Array.from({ length: 12 }, () => aRecord(tenant))
      await context.store.usage.append(records)

      expect(await context.store.usage.prune(5)).toBe(7)

      const kept = await context.store.usage.list(tenant.scope, {}, { limit: 100 })
      expect(new Set(kept.map((r) => r.requestId))).toEqual(
        new Set(records.slice(7).map((r) => r.requestId)),
      )
      expect(await context.store.usage.prune(5)).toBe(0)
    })
  })
}
