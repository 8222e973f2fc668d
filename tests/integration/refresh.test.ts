import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Api } from '../support/api.ts'
import { type System, startSystem } from '../support/system.ts'
import { migratedInstance, tokensFromVendor } from '../support/vendor-tokens.ts'

/** Tokens made with this life are stale a moment later. */
const shortLived = { expiresIn: 1 }
const longLived = { expiresIn: 86_399 }

describe('A connection whose token has expired', () => {
  let system: System
  let token: string
  let id: number

  async function connectStale(): Promise<void> {
    await system.control.post('/tokens', shortLived)
    const { body, status, text } = await system.api.connect(system.control)
    expect(status, text).toBe(200)
    token = body.token
    id = body.id
    await system.control.post('/tokens', longLived)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await system.control.remove('/requests')
  }

  const read = (api: Api) =>
    api.call('GET', '/hubs/crm/contacts?pageSize=1', {
      authorization: api.withToken(token),
      timeoutMs: 100_000,
    })

  afterEach(() => system.stop())

  describe('over two processes', () => {
    beforeEach(async () => {
      system = await startSystem({ servers: 1 })
      await system.addServer()
      await connectStale()
    })

    it('is refreshed exactly once for 200 concurrent calls while the token endpoint takes 15 s', async () => {
      await system.control.post('/faults', { match: 'token', kind: 'slow', ms: 15_000, times: 1 })

      const calls = Array.from({ length: 200 }, (_, i) =>
        read((system.servers[i % 2] as { api: Api }).api),
      )
      const statuses = (await Promise.all(calls)).map((answer) => answer.status)

      expect(new Set(statuses)).toEqual(new Set([200]))
      expect((await system.control.counters()).refreshes).toBe(1)
    })

    it('says once that it needs re-authorization when the refresher is killed with the only copy of the new pair', async () => {
      await system.control.post('/faults', {
        match: 'token',
        kind: 'slow',
        ms: 4000,
        when: 'after',
        times: 1,
      })
      const [first, second] = system.servers as [System['servers'][0], System['servers'][0]]
      const lost = read(second.api).catch(() => undefined)
      await seen(system, 1)
      await second.kill()
      await lost

      const statuses = await repeatUntil(
        () => read(first.api),
        (answer) => answer.status === 401,
      )
      await Promise.all([read(first.api), read(first.api)])

      expect(statuses.body.code).toBe('needs_reauthorization')
      expect((await system.control.counters()).refreshes).toBe(2)
    })

    it('survives when the refresher is killed while the vendor has not worked yet', async () => {
      await system.control.post('/faults', {
        match: 'token',
        kind: 'drop',
        when: 'before',
        times: 1,
      })
      const [first, second] = system.servers as [System['servers'][0], System['servers'][0]]
      const lost = read(second.api).catch(() => undefined)
      await seen(system, 1)
      await second.kill()
      await lost

      const answer = await repeatUntil(
        () => read(first.api),
        ({ status }) => status === 200,
      )

      expect(answer.status, answer.text).toBe(200)
    })
  })

  describe('in one process', () => {
    beforeEach(async () => {
      system = await startSystem()
      await connectStale()
    })

    it('asks a dead grant once and hammers no more', async () => {
      await system.control.post('/tokens/revoke')

      const answers = [
        ...(await Promise.all(Array.from({ length: 20 }, () => read(system.api)))),
        await read(system.api),
      ]

      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
      expect(answers[0]?.body).toMatchObject({
        code: 'needs_reauthorization',
        message: expect.stringContaining(`PUT /instances/${id}`),
      })
      expect((await system.control.counters()).refreshes).toBe(1)
    })

    it("takes the vendor's other word for a dead grant as well", async () => {
      await system.control.post('/tokens', { refreshError: 'invalid_request' })
      await system.control.post('/tokens/revoke')

      expect((await read(system.api)).body.code).toBe('needs_reauthorization')
    })

    it('comes back to life in place with a new code', async () => {
      await system.control.post('/tokens/revoke')
      await read(system.api)

      const body = system.api.instanceBody(await system.control.approve())
      const renewed = await system.api.call('PUT', `/instances/${id}`, { body })

      expect(renewed.status, renewed.text).toBe(200)
      expect(renewed.body).toMatchObject({ id, token })
      expect((await read(system.api)).status).toBe(200)
    })

    it('is as before after an outage of the vendor', async () => {
      await system.control.post('/faults', {
        match: 'token',
        kind: 'status',
        status: 503,
        times: 2,
      })

      const during = await read(system.api)
      const after = await repeatUntil(
        () => read(system.api),
        (answer) => answer.status === 200,
      )

      expect(during.status).toBeGreaterThanOrEqual(502)
      expect(after.status).toBe(200)
      expect((await system.control.counters()).refreshesRefused).toBe(0)
    })
  })

  it('is renewed and the call repeated when the vendor refuses a token we thought fresh', async () => {
    system = await startSystem()
    const migrated = migratedInstance(await tokensFromVendor(system), Date.now() - 3_600_000)
    const { body, text } = await system.api.call('POST', '/instances', {
      body: system.api.instanceBody('', migrated),
    })
    expect(body.id, text).toBeTypeOf('number')
    token = body.token
    await system.control.post('/tokens/expire')
    await system.control.remove('/requests')

    const answer = await read(system.api)

    expect(answer.status, answer.text).toBe(200)
    expect((await system.control.counters()).refreshes).toBe(1)
  })
})

async function seen(system: System, refreshes: number): Promise<void> {
  await repeatUntil(
    () => system.control.counters(),
    (counters) => counters.refreshes >= refreshes,
  )
}

async function repeatUntil<T>(
  ask: () => Promise<T>,
  isGood: (answer: T) => boolean,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (isGood(answer) || Date.now() > deadline) return answer
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
