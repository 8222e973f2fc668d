import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashSecret } from '../../lib/ids.ts'
import type { Caller } from '../caller.ts'
import type { BegunConnection } from './pending-connections-port.ts'
import {
  aConnecting,
  applicationSecret,
  consentingVendor,
  publicUrl,
  type TestConnecting,
} from './testing.ts'

const application = { 'oauth.api.key': 'application-id', 'oauth.api.secret': applicationSecret }

describe('A pending connection', () => {
  let house: TestConnecting
  let caller: Caller
  let codes = 0
  beforeAll(async () => {
    house = await aConnecting()
  })
  beforeEach(async () => {
    house.vendor.answer = consentingVendor()
    house.vendor.calls.length = 0
    caller = await house.newCaller()
  })
  afterAll(() => house.close())

  const begin = (overrides: object = {}): Promise<BegunConnection> =>
    house.pendingConnections.begin(caller, {
      element: 'plain',
      name: 'CRM of Ada',
      configuration: application,
      ...overrides,
    })
  const complete = (state: string, answer: Record<string, string> = { code: `c${++codes}` }) =>
    house.pendingConnections.complete(caller, state, answer)
  const exchanged = () => {
    const call = house.vendor.calls.find(({ path }) => path === '/token')
    return new URLSearchParams(call?.body)
  }

  describe('begun', () => {
    it('sends the person to the vendor, back to our page, with a state nobody can guess', async () => {
      const { oauthUrl, state, expiresAt } = await begin()
      const { searchParams, origin, pathname } = new URL(oauthUrl)

      expect(origin + pathname).toBe(`${house.vendor.url}/consent`)
      expect(Object.fromEntries(searchParams)).toEqual({
        scope: 'all',
        response_type: 'code',
        redirect_uri: `${publicUrl}/oauth/callback`,
        state,
        client_id: 'application-id',
      })
      expect(state).toMatch(/^[\w-]{43}$/)
      expect(expiresAt.getTime()).toBe(house.time.now + 15 * 60_000)
    })

    it('keeps the callback URL that the configuration names', async () => {
      const { oauthUrl } = await begin({
        configuration: { ...application, 'oauth.callback.url': 'https://app.example/cb' },
      })

      expect(new URL(oauthUrl).searchParams.get('redirect_uri')).toBe('https://app.example/cb')
    })

    it('shows its secrets to nobody, and the database not even its state', async () => {
      const { state, oauthUrl, id } = await begin()
      const column = { table: 'pending_connection', column: 'sealed_input' }

      const [row] = await house.store.sealedValues.list(caller.organization.id, column, {
        limit: 1,
      })

      expect(row?.rowId).toBe(id)
      expect(row?.sealed.toString('latin1')).not.toContain(applicationSecret)
      expect(oauthUrl).not.toContain(applicationSecret)
      const owner = {
        organizationId: caller.organization.id,
        userId: caller.user.id,
        connectLinkId: null,
      }
      expect(await house.store.pendingConnections.find(owner, state)).toBeUndefined()
      expect(await house.store.pendingConnections.find(owner, hashSecret(state))).toBeDefined()
    })

    it.each([
      [{ element: 'keyed' }, 'not_supported'],
      [{ element: 'nope' }, 'unknown_element'],
      [{ element: undefined }, 'invalid_request'],
      [{ configuration: {} }, 'missing_configuration'],
      [{ element: 'proved' }, 'missing_configuration'],
      [{ instanceId: 99_999 }, 'not_found'],
      [{ configuration: { ...application, a: {} } }, 'invalid_request'],
      [
        { configuration: { ...application, 'oauth.authorization.url': 'javascript:alert(1)//' } },
        'invalid_request',
      ],
    ])('is refused before anybody is sent anywhere: %o', async (overrides, code) => {
      await expect(begin(overrides)).rejects.toMatchObject({ code })
    })

    it('is told by its state to its user only', async () => {
      const { state } = await begin({ element: 1 })
      const colleague = await house.newColleague(caller)

      expect(await house.pendingConnections.get(caller, state)).toEqual({
        element: 'plain',
        name: 'CRM of Ada',
        status: 'pending',
        instanceId: undefined,
      })
      await expect(house.pendingConnections.get(colleague, state)).rejects.toMatchObject({
        code: 'not_found',
      })
    })
  })

  describe('completed', () => {
    it('is an instance, made with what was kept here', async () => {
      const { state } = await begin({ tags: ['ada'] })

      const view = await complete(state, { code: 'the-code', scope: 'all' })

      expect(view.instance).toMatchObject({
        name: 'CRM of Ada',
        tags: ['ada'],
        elementKey: 'plain',
      })
      expect(view.credential?.state).toBe('connected')
      expect(exchanged().get('code')).toBe('the-code')
      expect(exchanged().get('redirect_uri')).toBe(`${publicUrl}/oauth/callback`)
      expect(await house.pendingConnections.get(caller, state)).toMatchObject({
        status: 'connected',
        instanceId: view.instance.id,
      })
    })

    it('proves that it asked, where the element wants that', async () => {
      const { state, oauthUrl } = await begin({
        element: 'proved',
        configuration: { ...application, subdomain: 'ada' },
      })
      const challenge = new URL(oauthUrl).searchParams.get('code_challenge')

      await complete(state, { code: 'proved-code', code_verifier: 'of-somebody-else' })

      const verifier = exchanged().get('code_verifier') ?? ''
      expect(createHash('sha256').update(verifier).digest('base64url')).toBe(challenge)
      expect(new URL(oauthUrl).searchParams.get('code_challenge_method')).toBe('S256')
    })

    it('is finished once: a second tab learns which instance it became', async () => {
      const { state } = await begin()
      const { instance } = await complete(state)

      await expect(complete(state)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('already finished'),
        members: { instanceId: instance.id },
      })
      expect((await house.connections.list(caller, {}, { limit: 9 })).total).toBe(1)
    })

    it('is finished by one of two that come at once', async () => {
      const { state } = await begin()

      const ends = await Promise.allSettled([complete(state), complete(state)])

      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await house.connections.list(caller, {}, { limit: 9 })).total).toBe(1)
    })

    it.each([
      [{ code: 'bad' }, 'code_rejected'],
      [{ error: 'access_denied', error_description: 'No, thanks.' }, 'consent_refused'],
    ])('ends with any failure: %o', async (answer, code) => {
      const { state } = await begin()

      await expect(complete(state, answer)).rejects.toMatchObject({ code })

      expect(await house.pendingConnections.get(caller, state)).toMatchObject({ status: 'failed' })
      await expect(complete(state)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('Begin anew'),
      })
      expect((await house.connections.list(caller, {}, { limit: 9 })).total).toBe(0)
    })

    it('needs an answer of the vendor, and waits on without one', async () => {
      const { state } = await begin()

      await expect(complete(state, { scope: 'all' })).rejects.toMatchObject({
        code: 'invalid_request',
      })

      await expect(complete(state)).resolves.toBeTruthy()
    })

    it("is nobody else's, and still its user's after they tried", async () => {
      const { state } = await begin()
      const colleague = await house.newColleague(caller)

      await expect(
        house.pendingConnections.complete(colleague, state, { code: 'x' }),
      ).rejects.toMatchObject({ code: 'not_found' })

      await expect(complete(state)).resolves.toBeTruthy()
    })

    it('comes too late after 15 minutes', async () => {
      const { state } = await begin()
      house.time.now += 15 * 60_000

      await expect(complete(state)).rejects.toMatchObject({ code: 'not_found' })
      expect(await house.pendingConnections.get(caller, state)).toMatchObject({
        status: 'expired',
      })
    })
  })

  describe('of an instance', () => {
    it('authenticates it again in place: id, token, name and tags stay', async () => {
      const first = await complete((await begin({ tags: ['a', 'b'] })).state)
      const { state } = await house.pendingConnections.begin(caller, {
        instanceId: first.instance.id,
        configuration: { 'oauth.api.secret': '********' },
      })

      const again = await complete(state, { code: 'once-more' })

      expect(again.instance).toMatchObject({
        id: first.instance.id,
        name: 'CRM of Ada',
        tags: ['a', 'b'],
      })
      expect(again.token).toBe(first.token)
      expect(again.credential?.version).toBe(2)
      expect((await house.connections.list(caller, {}, { limit: 9 })).total).toBe(1)
    })

    it('is refused for another element, and to who may not see the instance', async () => {
      const { instance } = await complete((await begin()).state)
      const stranger = await house.newCaller()

      await expect(
        house.pendingConnections.begin(caller, { instanceId: instance.id, element: 'proved' }),
      ).rejects.toMatchObject({ code: 'not_supported' })
      await expect(
        house.pendingConnections.begin(stranger, { instanceId: instance.id }),
      ).rejects.toMatchObject({ code: 'not_found' })
    })
  })
})
