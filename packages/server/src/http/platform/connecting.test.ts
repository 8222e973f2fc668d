import { describe, expect, it } from 'vitest'
import { ValenceError } from '../../lib/errors.ts'
import type { ConnectLinkView } from '../../runtime/connecting/connect-links-port.ts'
import { anInstanceView, aServer, userHeaders } from '../testing.ts'

const base = '/elements/api-v2'
const at = new Date('2026-01-02T03:04:05.678Z')

describe('/pending-connections', () => {
  it('begins with what is to be connected, names without HTML', async () => {
    const asked: unknown[] = []
    const begin = async (_caller: object, input: object) => {
      asked.push(input)
      return { id: 1, state: 's', oauthUrl: 'https://v.test/consent', expiresAt: at }
    }
    await using server = await aServer({ pendingConnections: { begin } })

    const response = await server.app.inject({
      method: 'POST',
      url: `${base}/pending-connections`,
      headers: userHeaders,
      payload: { element: 501, name: '<b>CRM</b>', configuration: { a: 'b' }, instanceId: 31 },
    })

    expect(response.json()).toEqual({
      id: 1,
      state: 's',
      oauthUrl: 'https://v.test/consent',
      expiresAt: at.toISOString(),
    })
    expect(asked).toEqual([
      { element: 501, name: 'CRM', configuration: { a: 'b' }, instanceId: 31 },
    ])
  })

  it('tells how one is', async () => {
    const get = async () => ({
      element: 'examplecrm',
      name: 'CRM',
      status: 'connected' as const,
      instanceId: 31,
    })
    await using server = await aServer({ pendingConnections: { get } })

    const { json } = await server.app.inject({
      url: `${base}/pending-connections/s`,
      headers: userHeaders,
    })

    expect(json()).toEqual({
      element: 'examplecrm',
      name: 'CRM',
      status: 'connected',
      instanceId: 31,
    })
  })

  it("completes with the texts of the vendor's redirect, and answers the instance", async () => {
    const asked: unknown[] = []
    const complete = async (_caller: object, state: string, answer: object) => {
      asked.push([state, answer])
      return anInstanceView()
    }
    await using server = await aServer({ pendingConnections: { complete } })

    const response = await server.app.inject({
      method: 'POST',
      url: `${base}/pending-connections/s/complete`,
      headers: userHeaders,
      payload: { code: 'c', scope: 'all', n: 1, long: 'x'.repeat(5_000) },
    })

    expect(response.json()).toMatchObject({ id: 31, token: 't' })
    expect(asked).toEqual([['s', { code: 'c', scope: 'all' }]])
  })

  it('names the instance when it was finished before', async () => {
    const complete = async () => {
      throw new ValenceError('conflict', 'Already finished.', { members: { instanceId: 31 } })
    }
    await using server = await aServer({ pendingConnections: { complete } })

    const response = await server.app.inject({
      method: 'POST',
      url: `${base}/pending-connections/s/complete`,
      headers: userHeaders,
      payload: { code: 'c' },
    })

    expect([response.statusCode, response.json().instanceId]).toEqual([409, 31])
  })
})

describe('/connect-links', () => {
  const view: ConnectLinkView = {
    status: 'open',
    link: {
      id: 5,
      organizationId: 1,
      accountId: 11,
      userId: 21,
      name: null,
      tags: ['a'],
      elementKeys: null,
      sealedConfiguration: Buffer.from('secret'),
      branding: { name: 'Acme' },
      returnUrl: null,
      callbackUrl: null,
      origin: null,
      createdAt: at,
      expiresAt: at,
      revokedAt: null,
      connectedAt: null,
      instanceId: null,
    },
  }
  const shown = {
    id: 5,
    status: 'open',
    tags: ['a'],
    branding: { name: 'Acme' },
    createdDate: '2026-01-02T03:04:05Z',
    expiresAt: '2026-01-02T03:04:05Z',
  }

  it('are shown with their token when they are made, and never again', async () => {
    const create = async () => ({ ...view, token: 'tok', url: 'https://v.test/connect/tok' })
    await using server = await aServer({
      connectLinks: { create, list: async () => [view] },
    })

    const made = await server.app.inject({
      method: 'POST',
      url: `${base}/connect-links`,
      headers: userHeaders,
      payload: {},
    })
    const list = await server.app.inject({ url: `${base}/connect-links`, headers: userHeaders })

    expect(made.json()).toEqual({ ...shown, token: 'tok', url: 'https://v.test/connect/tok' })
    expect(list.json()).toEqual([shown])
  })

  it('are withdrawn by id', async () => {
    const revoked: number[] = []
    const revoke = async (_caller: object, id: number) => void revoked.push(id)
    await using server = await aServer({ connectLinks: { revoke } })

    const response = await server.app.inject({
      method: 'DELETE',
      url: `${base}/connect-links/5`,
      headers: userHeaders,
    })

    expect([response.statusCode, response.body, revoked]).toEqual([200, '', [5]])
  })

  it('have one signing secret', async () => {
    await using server = await aServer({ connectLinks: { signingSecret: async () => 'whsec_x' } })

    const { json } = await server.app.inject({
      url: `${base}/connect-links/signing-secret`,
      headers: userHeaders,
    })

    expect(json()).toEqual({ secret: 'whsec_x' })
  })
})

describe('/connect-sessions', () => {
  const session = async () => ({
    status: 'open' as const,
    elements: [
      {
        key: 'examplecrm',
        name: 'Example CRM',
        description: '',
        fields: [
          {
            key: 'subdomain',
            name: 'Subdomain',
            description: '',
            type: 'TEXTFIELD_32',
            required: true,
            options: [],
          },
        ],
      },
    ],
    branding: { name: 'Acme' },
    expiresAt: at,
    returnUrl: undefined,
    origin: 'https://app.example',
    instanceId: undefined,
  })

  it('need no secret but the token', async () => {
    await using server = await aServer({ connectLinks: { session } })

    const response = await server.app.inject({ url: `${base}/connect-sessions/tok` })

    expect(response.json()).toMatchObject({
      status: 'open',
      elements: [{ key: 'examplecrm', fields: [{ key: 'subdomain' }] }],
      origin: 'https://app.example',
    })
    expect(response.headers['cache-control']).toBe('no-store')
  })

  it('begin and complete with the token of the path', async () => {
    const asked: unknown[] = []
    const connectLinks = {
      start: async (token: string, input: object) => {
        asked.push([token, input])
        return { oauthUrl: 'https://v.test/consent', state: 'link_s' }
      },
      complete: async (token: string, state: string, answer: object) => {
        asked.push([token, state, answer])
        const outcome = { message: 'Refused.', returnUrl: undefined, instanceId: undefined }
        return { status: 'failed' as const, ...outcome }
      },
    }
    await using server = await aServer({ connectLinks })
    const post = (path: string, payload: object) =>
      server.app.inject({ method: 'POST', url: `${base}/connect-sessions/tok${path}`, payload })

    const started = await post('/start', { element: 'examplecrm', configuration: { a: 'b' } })
    const completed = await post('/complete', { state: 'link_s', error: 'access_denied' })

    expect(started.json()).toEqual({ oauthUrl: 'https://v.test/consent', state: 'link_s' })
    expect(completed.json()).toEqual({ status: 'failed', message: 'Refused.' })
    expect(asked).toEqual([
      ['tok', { element: 'examplecrm', configuration: { a: 'b' } }],
      ['tok', 'link_s', { error: 'access_denied' }],
    ])
  })

  it('show the logo as a picture that can do nothing', async () => {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    const logo = async () => ({ mediaType: 'image/svg+xml', bytes })
    await using server = await aServer({ connectLinks: { logo } })

    const response = await server.app.inject({ url: `${base}/connect-sessions/tok/logo` })

    expect(response.rawPayload).toEqual(bytes)
    expect(response.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
  })

  it('are bounded by network address', async () => {
    await using server = await aServer({ connectLinks: { session } })
    const ask = (remoteAddress: string) =>
      server.app.inject({ url: `${base}/connect-sessions/tok`, remoteAddress })

    for (let n = 0; n < 300; n += 1) await ask('203.0.113.7')
    const [refused, other] = await Promise.all([ask('203.0.113.7'), ask('203.0.113.8')])

    expect([refused.statusCode, other.statusCode]).toEqual([429, 200])
    expect(refused.json().message).toContain('connect links')
  })
})
