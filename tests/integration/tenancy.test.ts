import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../support/api.ts'
import { addOrganization } from '../support/second-organization.ts'
import { element, type System, startSystem, vendorClient } from '../support/system.ts'

interface Operation {
  readonly method: string
  readonly path: string
}

/** Everything of the first organization that the second must never meet. */
interface Belongings {
  readonly instanceId: number
  readonly entryId: number
  readonly userId: number
  readonly accountId: number
  readonly requestId: string
  readonly pendingState: string
  readonly linkId: number
  readonly email: string
  /** An element of the first's, and by list the id of a part: the catalogue's is extended with the same. */
  readonly elementId: number
  readonly partIds: Readonly<Record<string, number>>
  /** Texts that occur in its records only. */
  readonly marks: readonly string[]
}

describe('Another organization', () => {
  let system: System
  let rival: Api
  let rivalToken: string
  let belongings: Belongings
  let operations: Operation[]

  beforeAll(async () => {
    system = await startSystem()
    const { api, control, credentials } = system
    const { body: instance } = await api.connect(control, {
      name: 'Mark-of-the-first',
      tags: ['tag-of-the-first'],
    })
    const usage = await api.call('GET', '/hubs/crm/contacts?pageSize=1', {
      authorization: api.withToken(instance.token),
    })
    const application = {
      'oauth.api.key': vendorClient.id,
      'oauth.api.secret': vendorClient.secret,
    }
    const { body: pending } = await api.call('POST', '/pending-connections', {
      body: { element, name: 'Pending-of-the-first', configuration: application },
    })
    const { body: link } = await api.call('POST', '/connect-links', {
      body: { name: 'Link-of-the-first', configuration: { [element]: application } },
    })
    const { body: signing } = await api.call('GET', '/connect-links/signing-secret')
    const [user] = (await api.call('GET', '/users')).body
    const [account] = (await api.call('GET', '/accounts')).body
    const [entry] = (await api.call('GET', `/instances/${instance.id}/configuration`)).body
    const part = { path: '/secret-place', method: 'GET', vendorPath: '/vendor-of-the-first' }
    const { body: own } = await api.call('POST', '/elements', { body: elementOfTheFirst(part) })
    await api.call('POST', `/elements/${element}/resources`, { body: part })
    const partIds = Object.fromEntries(
      ['parameters', 'hooks', 'resources', 'objects', 'models'].map((list) => [
        list,
        own[list][0].id,
      ]),
    )
    belongings = {
      elementId: own.id,
      partIds: { ...partIds, fields: own.objects[0].fields[0].id },
      instanceId: instance.id,
      entryId: entry.id,
      userId: user.id,
      accountId: account.id,
      requestId: usage.headers.get('elements-request-id') ?? '',
      pendingState: pending.state,
      linkId: link.id,
      email: credentials.username,
      marks: [
        'Element-of-the-first',
        'vendor-of-the-first',
        'Pending-of-the-first',
        'Link-of-the-first',
        link.token,
        signing.secret,
        'Mark-of-the-first',
        'tag-of-the-first',
        instance.token,
        credentials.username,
        credentials.userSecret,
        credentials.organizationSecret,
      ],
    }
    rival = await addOrganization(system, 'Rival')
    rivalToken = (await rival.connect(control, { name: 'Own', tags: ['own'] })).body.token
    operations = await allOperations()
  })
  afterAll(() => system.stop())

  async function allOperations(): Promise<Operation[]> {
    const { body } = await system.api.call('GET', `${system.api.url}/openapi.json`, {
      authorization: null,
    })
    return Object.entries(body.paths as Record<string, object>).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => ['get', 'put', 'post', 'patch', 'delete'].includes(method))
        // A stream does not end; console-api.test.ts listens to it.
        .filter(([, operation]) => !JSON.stringify(operation).includes('text/event-stream'))
        .map(([method]) => ({
          method: method.toUpperCase(),
          path: path.replace(/^\/elements\/api-v2/, ''),
        })),
    )
  }

  function elementOfTheFirst(resource: object) {
    return {
      key: 'elementofthefirst',
      name: 'Element-of-the-first',
      hub: 'crm',
      configuration: [{ key: 'base.url', type: 'TEXTFIELD_128', name: 'vendor-of-the-first' }],
      parameters: [{ type: 'value', name: 'vendor-of-the-first', vendorType: 'header' }],
      hooks: [{ type: 'preRequest', body: 'done() // vendor-of-the-first' }],
      resources: [resource],
      objects: [{ name: 'contacts', fields: [{ path: 'vendor-of-the-first' }] }],
      models: [{ name: 'vendor-of-the-first', fields: [{ vendorName: 'x' }] }],
    }
  }

  /** Elements can be those of the catalogue, which the first extended, or the first's own. */
  function targets(path: string): readonly string[] {
    if (!path.includes('{keyOrId}')) return [aimed(path)]
    return [element, belongings.elementId, 'elementofthefirst'].map((keyOrId) =>
      aimed(path.replace('{keyOrId}', String(keyOrId))),
    )
  }

  /** The first organization's ids in place of every variable that could name one. */
  function aimed(path: string): string {
    const list = /\/(\w+)\/\{partId\}/.exec(path)?.[1] ?? ''
    const owner = /\/(\w+)\/\{ownerId\}/.exec(path)?.[1] ?? ''
    const { instanceId, entryId, userId, accountId, requestId, email } = belongings
    const { pendingState, linkId } = belongings
    return path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      if (/operation/i.test(name)) return 'GET-contacts'
      if (/hub/i.test(name)) return 'crm'
      if (name === 'partId') return String(belongings.partIds[list])
      if (name === 'ownerId') return String(belongings.partIds[owner])
      if (name === 'configurationKey') return 'base.url'
      if (/config|entry/i.test(name)) return String(entryId)
      if (path.startsWith('/usage')) return requestId
      if (path.startsWith('/pending-connections')) return pendingState
      if (path.startsWith('/connect-links')) return String(linkId)
      if (/email/i.test(name)) return email
      if (path.startsWith('/users')) return String(userId)
      if (path.startsWith('/accounts')) return String(accountId)
      return /object/i.test(name) ? 'contacts' : String(instanceId)
    })
  }

  it('has routes to be walked', () => {
    expect(operations.length).toBeGreaterThan(30)
    expect(operations.map(({ path }) => path)).toContain('/instances/{id}')
  })

  it('sees nothing of the first through any route, with or without a token of its own', async () => {
    const leaks: string[] = []
    for (const { method, path } of operations) {
      for (const authorization of [rival.platform, rival.withToken(rivalToken)]) {
        const isOwnDeath =
          authorization !== rival.platform && method === 'DELETE' && !path.includes('{')
        if (isOwnDeath) continue
        for (const target of targets(path)) {
          const answer = await rival.call(method, target, {
            authorization,
            ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
          })
          // An error may repeat what the caller itself wrote into the path.
          const said = path.includes('mail')
            ? answer.text.replaceAll(belongings.email, '')
            : answer.text
          if (belongings.marks.some((mark) => said.includes(mark)))
            leaks.push(`${method} ${target}`)
        }
      }
    }

    expect(leaks).toEqual([])
  })

  it('changed nothing of the first on that walk', async () => {
    const { body: own } = await system.api.call('GET', `/elements/${belongings.elementId}`)
    expect(own).toMatchObject({
      ...elementOfTheFirst({ vendorPath: '/vendor-of-the-first' }),
      active: true,
    })
    const additions = await system.api.call(
      'GET',
      `/elements/${element}/resources?accountOnly=true`,
    )
    expect(additions.body).toMatchObject([{ vendorPath: '/vendor-of-the-first' }])
    const { status, body } = await system.api.call('GET', `/instances/${belongings.instanceId}`)

    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: 'Mark-of-the-first',
      tags: ['tag-of-the-first'],
      disabled: false,
      traceLoggingEnabled: false,
    })
    const { body: links } = await system.api.call('GET', '/connect-links')
    expect(links).toMatchObject([{ id: belongings.linkId, status: 'open' }])
    const pending = await system.api.call('GET', `/pending-connections/${belongings.pendingState}`)
    expect(pending.body.status).toBe('pending')
  })

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])(
    'is told by %s that the instance does not exist, as of any other number',
    async (method) => {
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
      const theirs = await rival.call(method, `/instances/${belongings.instanceId}`, body)
      const nobodys = await rival.call(method, '/instances/999999', body)

      expect(theirs.status).toBe(404)
      expect(theirs.body.message.replace(String(belongings.instanceId), '999999')).toBe(
        nobodys.body.message,
      )
    },
  )

  it("cannot use the first's element token with its own secrets, nor its user secret with the other organization's", async () => {
    const { body } = await system.api.call('GET', `/instances/${belongings.instanceId}`)
    const own = /User (\S+), Organization (\S+)/.exec(rival.platform) as RegExpExecArray
    const mixed = [
      `${rival.platform}, Element ${body.token}`,
      `User ${own[1]}, Organization ${system.credentials.organizationSecret}`,
      `Element ${body.token}`,
      `Organization ${system.credentials.organizationSecret}`,
    ]
    const statuses = await Promise.all(
      mixed.map(
        async (authorization) =>
          (await rival.call('GET', '/hubs/crm/contacts', { authorization })).status,
      ),
    )

    expect(statuses).toEqual([401, 401, 401, 401])
  })
})
