import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpDatabase, withEmbedded } from '../support/database.ts'
import { type System, startSystem, vendorClient } from '../support/system.ts'
import { migratedInstance, tokensFromVendor } from '../support/vendor-tokens.ts'

describe('Secrets', () => {
  let system: System
  const secrets: Record<string, string> = {}

  // A day in the life: connect both ways, work, refresh, fail in every way that could repeat what was sent.
  beforeAll(async () => {
    system = await startSystem({
      env: { VALENCE_LOG_LEVEL: 'trace', VALENCE_LOG_REQUESTS: 'true' },
    })
    const { api, control, credentials } = system
    const tokens = await tokensFromVendor(system)
    const code = await control.approve()
    const { body } = await api.call('POST', '/instances', {
      body: api.instanceBody('', migratedInstance(tokens, Date.now())),
    })
    const byCode = await api.call('POST', '/instances', { body: api.instanceBody(code) })
    const authorization = api.withToken(body.token)
    await api.call(
      'GET',
      `/elements/infusionsoftcrm/oauth/url?apiKey=${vendorClient.id}&apiSecret=${vendorClient.secret}&callbackUrl=http://x.example`,
    )
    await api.call('GET', '/hubs/crm/contacts', { authorization })
    await api.call('POST', '/instances', { body: api.instanceBody(code) })
    await control.post('/tokens/expire')
    await api.call('GET', '/hubs/crm/contacts', { authorization })
    await control.post('/tokens/revoke')
    await api.call('GET', '/hubs/crm/contacts', { authorization })
    const login = await api.call('POST', '/authentication', {
      authorization: null,
      body: { username: credentials.username, password: credentials.password },
    })
    await api.call('GET', '/authentication/secrets', {
      authorization: `Bearer ${login.body.token}`,
    })
    await api.call('POST', '/instances', { body: `{"broken": "${vendorClient.secret}"` })
    Object.assign(secrets, {
      accessToken: tokens['access_token'],
      refreshToken: tokens['refresh_token'],
      clientSecret: vendorClient.secret,
      userSecret: credentials.userSecret,
      organizationSecret: credentials.organizationSecret,
      password: credentials.password,
      elementToken: body.token,
      secondElementToken: byCode.body.token,
      bearer: login.body.token,
      code,
    })
  })
  afterAll(() => system.stop())

  it('were really there', () => {
    expect(Object.entries(secrets).filter(([, secret]) => !secret)).toEqual([])
  })

  it('are nowhere in a dump of the database', async () => {
    const dump = await withEmbedded(system.dataDir, dumpDatabase)

    expect(dump).toContain('test')
    expect(found(dump)).toEqual([])
  })

  it('are nowhere in the whole log but in the lines of the first boot', () => {
    const start = system.output.findIndex((line) => line.includes('First boot'))
    const log = [...system.output.slice(0, start), ...system.output.slice(start + 5)].join('\n')

    expect(log).toContain('/hubs/crm/contacts')
    expect(found(log)).toEqual([])
  })

  /** Names of the secrets that a text contains, as they are or encoded for a URL or a header. */
  function found(text: string): string[] {
    return Object.entries(secrets)
      .filter(([, secret]) => {
        const forms = [
          secret,
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64').replace(/=+$/, ''),
          Buffer.from(secret).toString('hex'),
        ]
        return forms.some((form) => text.includes(form))
      })
      .map(([name]) => name)
  }
})
