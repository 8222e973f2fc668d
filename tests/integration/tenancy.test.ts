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
    belongings = {
      instanceId: instance.id,
      entryId: entry.id,
      userId: user.id,
      accountId: account.id,
      requestId: usage.headers.get('elements-request-id') ?? '',
      pendingState: pending.state,
      linkId: link.id,
      email: credentials.username,
      marks: [
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

  /** The first organization's ids in place of every variable that could name one. */
  function aimed(path: string): string {
    const { instanceId, entryId, userId, accountId, requestId, email } = belongings
    const { pendingState, linkId } = belongings
    return path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      if (/operation/i.test(name)) return 'GET-contacts'
      if (/hub/i.test(name)) return 'crm'
      if (/elementKey|keyOrId/i.test(name)) return 'infusionsoftcrm'
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
        const answer = await rival.call(method, aimed(path), {
          authorization,
          ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
        })
        // An error may repeat what the caller itself wrote into the path.
        const said = path.includes('mail')
          ? answer.text.replaceAll(belongings.email, '')
          : answer.text
        if (belongings.marks.some((mark) => said.includes(mark))) leaks.push(`${method} ${path}`)
      }
    }

    expect(leaks).toEqual([])
  })

  it('changed nothing of the first on that walk', async () => {
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
