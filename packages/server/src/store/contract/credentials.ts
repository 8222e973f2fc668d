import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { CredentialUpdate } from '../store.ts'
import { anInstance, aTenant, type Tenant } from '../testing-records.ts'
import type { ContractContext } from './harness.ts'

const aPair = (overrides: Partial<CredentialUpdate> = {}): CredentialUpdate => ({
  sealed: randomBytes(60),
  expiresAt: new Date('2026-12-01T00:00:00Z'),
  refreshDueAt: null,
  ...overrides,
})
const backTo = (state: 'connected' | 'degraded' | 'needs_reauthorization') => ({
  state,
  reason: state === 'connected' ? null : 'the vendor said so',
  failures: 1,
  nextAttemptAt: null,
})

export function credentialsContract(context: ContractContext): void {
  async function connect(credential = aPair()): Promise<{ tenant: Tenant; id: number }> {
    const tenant = await aTenant(context.store)
    const input = await anInstance(context.store, tenant, { credential })
    return { tenant, id: (await context.store.instances.create(input)).id }
  }

  describe('the lease of a credential', () => {
    it('is granted to one of many that ask at once, over two stores', async () => {
      const { id } = await connect()
      const other = await context.harness.openStore()

      const granted = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 ? other : context.store).credentials.acquireLease(id, `owner ${n}`, 60_000),
        ),
      )
      await other.close()

      expect(granted.filter(Boolean)).toHaveLength(1)
      expect(granted.find(Boolean)).toMatchObject({ state: 'refreshing', version: 1, fence: 1 })
    })

    it('is free again after its time, with a greater fence, and the former holder has lost it', async () => {
      const { id } = await connect()
      const first = await context.store.credentials.acquireLease(id, 'slow', 30)
      await delay(60)

      const second = await context.store.credentials.acquireLease(id, 'next', 60_000)

      expect(second?.fence).toBeGreaterThan(first?.fence ?? Number.POSITIVE_INFINITY)
      expect(await context.store.credentials.renewLease(id, first?.fence ?? 0, 60_000)).toBe(false)
      expect(
        await context.store.credentials.release(id, { fence: 1, version: 1 }, backTo('degraded')),
      ).toBe(false)
    })

    it('lasts as long as it is renewed', async () => {
      const { id } = await connect()
      const lease = await context.store.credentials.acquireLease(id, 'steady', 40)

      const renewed = await context.store.credentials.renewLease(id, lease?.fence ?? 0, 60_000)
      await delay(80)

      expect(renewed).toBe(true)
      expect(await context.store.credentials.acquireLease(id, 'other', 1_000)).toBeUndefined()
    })

    it('ends when it is released, in the given state, once', async () => {
      const { id, tenant } = await connect()
      const lease = await context.store.credentials.acquireLease(id, 'a', 60_000)
      const held = { fence: lease?.fence ?? 0, version: lease?.version ?? 0 }
      const nextAttemptAt = new Date('2026-11-30T12:00:00Z')
      const outcome = { ...backTo('degraded'), failures: 3, nextAttemptAt }

      expect(await context.store.credentials.release(id, held, outcome)).toBe(true)
      expect(await context.store.credentials.release(id, held, outcome)).toBe(false)

      expect(await context.store.credentials.get(tenant.scope, id)).toMatchObject({
        ...outcome,
        version: 1,
      })
      expect(await context.store.credentials.acquireLease(id, 'b', 1_000)).toBeDefined()
    })

    it('is not released with another version than the one it was granted for', async () => {
      const { id } = await connect()
      const lease = await context.store.credentials.acquireLease(id, 'a', 60_000)
      const stale = { fence: lease?.fence ?? 0, version: 99 }

      expect(await context.store.credentials.release(id, stale, backTo('connected'))).toBe(false)
    })

    it('is not there for an instance without a credential', async () => {
      expect(await context.store.credentials.acquireLease(2 ** 31 - 1, 'a', 1_000)).toBeUndefined()
    })
  })

  describe('commit', () => {
    it('writes the pair, the next version and the state, and ends the lease', async () => {
      const { id, tenant } = await connect()
      await context.store.credentials.acquireLease(id, 'a', 60_000)
      const pair = aPair({ refreshDueAt: new Date('2027-01-01T00:00:00Z') })

      expect(await context.store.credentials.commit(id, 1, pair)).toBe(true)

      expect(await context.store.credentials.get(tenant.scope, id)).toEqual({
        instanceId: id,
        organizationId: tenant.organization.id,
        version: 2,
        state: 'connected',
        reason: null,
        failures: 0,
        nextAttemptAt: null,
        ...pair,
      })
      expect(await context.store.credentials.acquireLease(id, 'b', 1_000)).toBeDefined()
    })

    it('lets exactly one of several writers of the same version win, over two stores', async () => {
      const { id, tenant } = await connect()
      const other = await context.harness.openStore()
      const pairs = Array.from({ length: 16 }, () => aPair())

      const won = await Promise.all(
        pairs.map((pair, n) => (n % 2 ? other : context.store).credentials.commit(id, 1, pair)),
      )
      await other.close()

      expect(won.filter(Boolean)).toHaveLength(1)
      expect(await context.store.credentials.get(tenant.scope, id)).toMatchObject({
        version: 2,
        sealed: pairs[won.indexOf(true)]?.sealed,
      })
    })

    it('accepts the only valid pair from a refresher that lost its lease, and the successor loses', async () => {
      const { id } = await connect()
      await context.store.credentials.acquireLease(id, 'slow', 10)
      await delay(30)
      const successor = await context.store.credentials.acquireLease(id, 'quick', 60_000)

      expect(await context.store.credentials.commit(id, 1, aPair())).toBe(true)

      expect(await context.store.credentials.commit(id, successor?.version ?? 0, aPair())).toBe(
        false,
      )
    })
  })

  describe('due', () => {
    const now = new Date('2026-11-24T12:00:00Z')
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
    const dueIds = async () =>
      (await context.store.credentials.due(now, 1_000)).map(({ instanceId }) => instanceId)

    it('names credentials whose refresh is due, oldest first, and not more than asked for', async () => {
      const late = await connect(aPair({ refreshDueAt: at(-1) }))
      const later = await connect(aPair({ refreshDueAt: at(-9) }))
      const future = await connect(aPair({ refreshDueAt: at(1) }))
      const never = await connect(aPair({ refreshDueAt: null }))

      const ids = await dueIds()

      const ours = ids.filter((id) => [late, later, future, never].some((one) => one.id === id))
      expect(ours).toEqual([later.id, late.id])
      expect(await context.store.credentials.due(now, 1)).toHaveLength(1)
    })

    it('names a degraded one when its back-off has ended, even when no refresh was due', async () => {
      const [ended, waiting] = [await connect(), await connect()]
      for (const [{ id }, nextAttemptAt] of [
        [ended, at(-1)],
        [waiting, at(1)],
      ] as const) {
        await context.store.credentials.acquireLease(id, 'a', 60_000)
        const outcome = { ...backTo('degraded'), nextAttemptAt }
        await context.store.credentials.release(id, { fence: 1, version: 1 }, outcome)
      }

      const ids = await dueIds()

      expect(ids).toContain(ended.id)
      expect(ids).not.toContain(waiting.id)
    })

    it('never names one that needs reauthorization', async () => {
      const { id } = await connect(aPair({ refreshDueAt: at(-1) }))
      await context.store.credentials.acquireLease(id, 'a', 60_000)
      const outcome = { ...backTo('needs_reauthorization'), nextAttemptAt: at(-1) }
      await context.store.credentials.release(id, { fence: 1, version: 1 }, outcome)

      expect(await dueIds()).not.toContain(id)
    })

    it('leaves one alone while it is leased, and names it when its refresher has died', async () => {
      const { id } = await connect(aPair({ refreshDueAt: at(-1) }))
      await context.store.credentials.acquireLease(id, 'a', 150)
      const far = new Date(Date.now() + 60_000)
      const ids = async () =>
        (await context.store.credentials.due(far, 1_000)).map((c) => c.instanceId)

      const whileLeased = await ids()
      await delay(200)
      const afterwards = await ids()

      expect(whileLeased).not.toContain(id)
      expect(afterwards).toContain(id)
    })
  })
}
