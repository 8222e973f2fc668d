import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashSecret } from '../../lib/ids.ts'
import type { Caller } from '../caller.ts'
import type { VendorCall } from '../testing.ts'
import type { ConnectLinkInput } from './connect-links-port.ts'
import {
  aConnecting,
  applicationSecret,
  consentingVendor,
  publicUrl,
  type TestConnecting,
} from './testing.ts'

const application = { 'oauth.api.key': 'application-id', 'oauth.api.secret': applicationSecret }
const configuration = { plain: application, proved: application }

describe('A connect link', () => {
  let house: TestConnecting
  let caller: Caller
  let codes = 0
  beforeAll(async () => {
    house = await aConnecting()
  })
  beforeEach(async () => {
    house.vendor.answer = consentingVendor()
    house.vendor.calls.length = 0
    house.time.pauses.length = 0
    caller = await house.newCaller()
  })
  afterAll(() => house.close())

  const make = (input: ConnectLinkInput = {}) =>
    house.connectLinks.create(caller, { elements: ['plain'], configuration, ...input })
  const start = (token: string, element = 'plain', given = {}) =>
    house.connectLinks.start(token, { element, configuration: given })
  const connect = async (token: string, code = `link-code-${++codes}`) => {
    const { state } = await start(token)
    return house.connectLinks.complete(token, state, { code })
  }
  const callbacks = async (count: number): Promise<VendorCall[]> => {
    const found = () => house.vendor.calls.filter(({ path }) => path.startsWith('/hook'))
    for (const end = Date.now() + 3_000; found().length < count && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 5))
    return found()
  }

  describe('made', () => {
    it('is an address with a token that is not stored', async () => {
      const { url, token, link, status } = await make()

      expect(url).toBe(`${publicUrl}/connect/${token}`)
      expect(token).toMatch(/^[\w-]{43}$/)
      expect(status).toBe('open')
      expect(link.expiresAt.getTime()).toBe(house.time.now + 60 * 60_000)
      expect(await house.store.connectLinks.findByTokenHash(token)).toBeUndefined()
      expect(await house.store.connectLinks.findByTokenHash(hashSecret(token))).toBeDefined()
      expect(link.sealedConfiguration?.toString('latin1')).not.toContain(applicationSecret)
    })

    it.each<[ConnectLinkInput, string]>([
      [{ branding: { name: 'Acme', color: 'red;background:url(x)' } }, 'branding.color'],
      [{ branding: { name: 'Acme', logoUrl: 'http://acme.example/logo.png' } }, 'branding.logoUrl'],
      [{ branding: { name: ' ' } }, 'branding.name'],
      [{ returnUrl: 'javascript:alert(1)' }, 'returnUrl'],
      [{ callbackUrl: 'https://user:password@acme.example' }, 'callbackUrl'],
      [{ origin: 'https://acme.example/path' }, 'origin'],
      [{ expiresInMinutes: 0 }, 'expiresInMinutes'],
      [{ expiresInMinutes: 10_081 }, 'expiresInMinutes'],
      [{ elements: [] }, 'elements'],
    ])('is refused with %o', async (input, member) => {
      await expect(make(input)).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining(member),
      })
    })

    it.each<[ConnectLinkInput, string]>([
      [{ elements: ['nope'] }, 'not_found'],
      [{ elements: ['keyed'] }, 'not_supported'],
      [{ configuration: {} }, 'missing_configuration'],
    ])('is refused for what nobody could connect through it: %o', async (input, code) => {
      await expect(make(input)).rejects.toMatchObject({ code })
    })

    it('takes branding, and origins as browsers write them', async () => {
      const { link } = await make({
        branding: { name: 'Acme', color: '#0A66C2', logoUrl: 'https://acme.example/logo.svg' },
        origin: 'https://APP.acme.example:443/',
        expiresInMinutes: 10_080,
      })

      expect(link.branding).toEqual({
        name: 'Acme',
        color: '#0a66c2',
        logoUrl: 'https://acme.example/logo.svg',
      })
      expect(link.origin).toBe('https://app.acme.example')
    })

    it('is listed for who may see its account, and withdrawn by them', async () => {
      const { link, token } = await make()
      const colleague = await house.newColleague(caller)

      expect(await house.connectLinks.list(colleague, { limit: 9 })).toEqual([])
      await expect(house.connectLinks.revoke(colleague, link.id)).rejects.toMatchObject({
        code: 'not_found',
      })
      await house.connectLinks.revoke(caller, link.id)

      expect(await house.connectLinks.list(caller, { limit: 9 })).toMatchObject([
        { status: 'revoked', link: { id: link.id } },
      ])
      expect(await house.connectLinks.session(token)).toMatchObject({
        status: 'revoked',
        elements: [],
      })
      await expect(start(token)).rejects.toMatchObject({ code: 'conflict' })
    })
  })

  describe('followed', () => {
    it('shows what it offers, and asks only for what the person can know', async () => {
      const { token } = await make({ elements: ['proved', '1'], returnUrl: 'https://acme.example' })

      const session = await house.connectLinks.session(token)

      expect(session).toMatchObject({
        status: 'open',
        branding: { name: 'Example Ltd' },
        returnUrl: 'https://acme.example/',
      })
      expect(session.elements.map(({ key, fields }) => [key, fields.map((f) => f.key)])).toEqual([
        ['proved', ['subdomain']],
        ['plain', []],
      ])
      expect(JSON.stringify(session)).not.toContain('application')
    })

    it('offers every element that can be connected when it names none', async () => {
      const { elements: _, ...input } = {
        elements: undefined,
        configuration: { plain: application },
      }
      const { token } = await house.connectLinks.create(caller, input)

      const { elements } = await house.connectLinks.session(token)

      expect(elements.map(({ key }) => key)).toEqual(['plain'])
    })

    it('is nothing for a token that is none, or whose user was deactivated', async () => {
      const { token } = await make()
      await house.deactivate(caller)

      for (const one of ['x', token]) {
        await expect(house.connectLinks.session(one)).rejects.toMatchObject({ code: 'not_found' })
      }
    })

    it.each(['base.url', 'oauth.token.url', 'oauth.callback.url', 'oauth.api.key'])(
      'lets nobody choose %s: the secret would go elsewhere',
      async (key) => {
        const { token } = await make()

        await expect(
          start(token, 'plain', { [key]: 'https://evil.example' }),
        ).rejects.toMatchObject({ code: 'invalid_request' })
      },
    )

    it('connects nothing that it does not offer', async () => {
      const { token } = await make()

      await expect(start(token, 'proved')).rejects.toMatchObject({ code: 'unknown_element' })
    })

    it('sends the person to the vendor with a state that says it is of a link', async () => {
      const { token } = await make({ elements: ['proved'] })

      const { oauthUrl, state } = await start(token, 'proved', { subdomain: 'ada' })

      expect(state).toMatch(/^link_[\w-]{43}$/)
      expect(new URL(oauthUrl).searchParams.get('state')).toBe(state)
    })
  })

  describe('with a logo', () => {
    it('says that it has none, and when there is none at the address', async () => {
      const plain = await make()
      const missing = await make({
        branding: { name: 'Acme', logoUrl: 'https://127.0.0.1:1/logo.png' },
      })

      await expect(house.connectLinks.logo(plain.token)).rejects.toThrow('has no logo')
      await expect(house.connectLinks.logo(missing.token)).rejects.toThrow('cannot be had')
    })
  })

  describe('finished', () => {
    it('is an instance of the user who made it, with its tags', async () => {
      const { token, link } = await make({ tags: ['customer-9'], name: 'CRM of nine' })

      const outcome = await connect(token)

      expect(outcome).toMatchObject({ status: 'connected', instanceId: expect.any(Number) })
      const view = await house.connections.get(caller, outcome.instanceId ?? 0)
      expect(view.instance).toMatchObject({
        name: 'CRM of nine',
        tags: ['customer-9'],
        userId: caller.user.id,
        accountId: caller.user.accountId,
      })
      expect(JSON.stringify(outcome)).not.toContain(view.token)
      const [listed] = await house.connectLinks.list(caller, { limit: 9 })
      expect(listed).toMatchObject({
        status: 'connected',
        link: { id: link.id, instanceId: view.instance.id, sealedConfiguration: null },
      })
    })

    it('connects once', async () => {
      const { token } = await make()
      const { state } = await start(token)
      const { instanceId } = await connect(token)

      await expect(start(token)).rejects.toMatchObject({ code: 'conflict' })
      await expect(
        house.connectLinks.complete(token, state, { code: 'late' }),
      ).rejects.toMatchObject({ code: 'conflict', members: { instanceId } })
    })

    it('connects once, also when two tabs finish at the same moment', async () => {
      const { token } = await make()
      const states = [await start(token), await start(token)]

      const ends = await Promise.allSettled(
        states.map(({ state }, n) =>
          house.connectLinks.complete(token, state, { code: `tab${n}` }),
        ),
      )

      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect((await house.connections.list(caller, {}, { limit: 9 })).total).toBe(1)
    })

    it('can be tried again after a refusal', async () => {
      const { token } = await make({ returnUrl: 'https://acme.example/done' })
      const { state } = await start(token)

      const refused = await house.connectLinks.complete(token, state, { error: 'access_denied' })
      const rejected = await connect(token, 'bad')
      const connected = await connect(token)

      expect(refused).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('access_denied'),
        returnUrl: 'https://acme.example/done',
      })
      expect([rejected.status, connected.status]).toEqual(['failed', 'connected'])
    })

    it('takes a consent that was asked for in time, after the link has expired', async () => {
      const { token } = await make({ expiresInMinutes: 1 })
      const { state } = await start(token)
      house.time.now += 5 * 60_000

      const outcome = await house.connectLinks.complete(token, state, { code: 'slow' })

      expect(outcome.status).toBe('connected')
      await expect(house.connectLinks.session(token)).resolves.toMatchObject({
        status: 'connected',
      })
    })

    it('is not started any more once it has expired', async () => {
      const { token } = await make({ expiresInMinutes: 1 })
      house.time.now += 60_000

      await expect(start(token)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('expired'),
      })
    })

    it("takes the state of no other link, and not the user's own", async () => {
      const [one, other] = [await make(), await make()]
      const { state } = await start(other.token)
      const own = await house.pendingConnections.begin(caller, {
        element: 'plain',
        configuration: application,
      })

      for (const foreign of [state, own.state]) {
        await expect(
          house.connectLinks.complete(one.token, foreign, { code: 'x' }),
        ).rejects.toMatchObject({ code: 'not_found' })
      }
      await expect(
        house.pendingConnections.complete(caller, state, { code: 'x' }),
      ).rejects.toMatchObject({ code: 'not_found' })
      expect((await connect(one.token)).status).toBe('connected')
    })
  })

  describe('with a callback', () => {
    it('tells of the connection, signed, and gives the token away over https only', async () => {
      const { token, link } = await make({
        callbackUrl: `${house.vendor.url}/hook?x=1`,
        tags: ['customer-9'],
      })
      const secret = await house.connectLinks.signingSecret(caller)

      const { instanceId } = await connect(token)
      const [call] = await callbacks(1)

      expect(JSON.parse(call?.body ?? '')).toEqual({
        type: 'connection.created',
        timestamp: new Date(house.time.now).toISOString(),
        data: { instanceId, element: 'plain', tags: ['customer-9'], connectLinkId: link.id },
      })
      const { headers, body } = call as VendorCall
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
      expect(key).toHaveLength(32)
      expect(headers['webhook-signature']).toBe(
        `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
      )
      expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(house.time.now / 1000))
      expect(headers['content-type']).toBe('application/json')
    })

    it('is repeated three times, under one id, and then given up', async () => {
      const consenting = consentingVendor()
      house.vendor.answer = (call) => (call.path === '/hook' ? { status: 503 } : consenting(call))
      const { token } = await make({ callbackUrl: `${house.vendor.url}/hook` })

      const { status } = await connect(token)
      const calls = await callbacks(4)
      await house.connectLinks.close()

      expect(status).toBe('connected')
      expect(house.vendor.calls.filter(({ path }) => path === '/hook')).toHaveLength(4)
      expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
      expect(house.time.pauses).toEqual([1_000, 5_000, 25_000])
    })

    it('has one secret for each organization', async () => {
      const [first, again, other] = [
        await house.connectLinks.signingSecret(caller),
        await house.connectLinks.signingSecret(caller),
        await house.connectLinks.signingSecret(await house.newCaller()),
      ]

      expect(first).toMatch(/^whsec_[\w+/]{43}=$/)
      expect(again).toBe(first)
      expect(other).not.toBe(first)
    })
  })
})
