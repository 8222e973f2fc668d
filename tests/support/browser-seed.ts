/** An organization that has been at work for a while: what pages show that are not empty. */
import type { Answer, Api } from './api.ts'
import { eventually } from './eventually.ts'
import { element, type System, vendorClient } from './system.ts'

const application = {
  'oauth.api.key': vendorClient.id,
  'oauth.api.secret': vendorClient.secret,
}

export interface Seeded {
  /** Ids of the instances, by what has become of them. */
  readonly instances: {
    readonly connected: number
    readonly revoked: number
    readonly disabled: number
    readonly quiet: number
  }
  /** The id of a request that the vendor refused. */
  readonly failedRequest: string
  /** The link nobody has used yet. */
  readonly link: { readonly id: number; readonly token: string; readonly url: string }
}

/** Instances in every state, requests that went well and did not, links of every kind. */
export async function seed(system: System): Promise<Seeded> {
  const connected = await connect(system, 'Acme Supplies', ['customer-1', 'eu'])
  const quiet = await connect(system, 'Brightside Dental', ['customer-2', 'us'])
  const disabled = await connect(system, 'Dune Outfitters', ['customer-4'])
  await ask(system.api, disabled.token, 'GET /hubs/crm/contacts?pageSize=2')
  await system.api.call('DELETE', `/instances/${disabled.id}/enabled`)
  const revoked = await connectRevoked(system, 'Cobalt Logistics', ['customer-3', 'eu'])
  const failedRequest = await makeRequests(system.api, connected.token, quiet.token)
  return {
    failedRequest,
    instances: {
      connected: connected.id,
      revoked: revoked.id,
      disabled: disabled.id,
      quiet: quiet.id,
    },
    link: await makeLinks(system.api),
  }
}

interface Made {
  readonly id: number
  readonly token: string
}

/** An instance, as somebody made it who consented as `username`. */
export async function connect(
  { api, control }: System,
  name: string,
  tags: readonly string[] = [],
  username = 'dana@example.com',
): Promise<Made> {
  const callback = `${api.url}/oauth/callback`
  const { status, text, body } = await api.call('POST', '/instances', {
    body: {
      name,
      tags,
      element: { key: element },
      providerData: { code: await control.approve({ redirectUri: callback, username }) },
      configuration: { ...application, 'oauth.callback.url': callback },
    },
  })
  if (status !== 200) throw new Error(`${name} was not made: ${status} ${text}`)
  return body
}

/** An instance whose person has taken their consent back at the vendor, which the server has found out. */
export async function connectRevoked(
  system: System,
  name: string,
  tags: readonly string[] = [],
  username = 'rui@example.com',
): Promise<Made> {
  const { api, control } = system
  // A token that is soon stale: the next request refreshes it, and hears of the revocation.
  await control.post('/tokens', { expiresIn: 1 })
  const made = await connect(system, name, tags, username)
  await control.post('/tokens/revoke', { username })
  await control.post('/tokens', { expiresIn: 86_399 })
  // The API tells times in whole seconds.
  await eventually(
    () => api.call('GET', `/instances/${made.id}/connection`),
    ({ body }) => body.state !== 'connected' || Date.parse(body.expiresAt) + 1_000 < Date.now(),
  )
  const { body, text } = await ask(api, made.token, 'GET /hubs/crm/contacts?pageSize=1')
  if (body?.code !== 'needs_reauthorization') throw new Error(`${name} is not revoked: ${text}`)
  return made
}

/** A request of an application, such as `GET /hubs/crm/contacts`. */
export function ask(api: Api, token: string, line: string, body?: object): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ')
  return api.call(method, path, {
    authorization: api.withToken(token),
    ...(body === undefined ? {} : { body }),
  })
}

/** @returns the id of a request that failed, when it has been written down. */
async function makeRequests(api: Api, ...tokens: readonly string[]): Promise<string> {
  const lines = [
    'GET /hubs/crm/contacts?pageSize=5',
    'GET /hubs/crm/accounts?pageSize=5',
    "GET /hubs/crm/contacts?where=Email='ada@example.com'",
    'GET /hubs/crm/opportunities?pageSize=5',
    'GET /hubs/crm/tasks?pageSize=5',
  ]
  for (const token of tokens) {
    for (const line of lines) await ask(api, token, line)
    await ask(api, token, 'POST /hubs/crm/contacts', {
      FirstName: 'Ada',
      LastName: 'Lovelace',
      Email: 'ada@example.com',
    })
  }
  const refused = await ask(api, tokens[0] ?? '', 'GET /hubs/crm/contacts/99999999?fields=Email')
  const id = refused.headers.get('elements-request-id') ?? ''
  await eventually(
    () => api.call('GET', `/usage/${id}`),
    ({ status }) => status === 200,
  )
  return id
}

async function makeLinks(api: Api): Promise<Seeded['link']> {
  const make = async (more: object) =>
    (
      await api.call('POST', '/connect-links', {
        body: { elements: [element], configuration: { [element]: application }, ...more },
      })
    ).body
  const { id } = await make({ name: 'Old customer', tags: ['customer-8'] })
  await api.call('DELETE', `/connect-links/${id}`)
  return make({
    name: 'New customer',
    tags: ['customer-9'],
    branding: { name: 'Acme', color: '#0a66c2' },
    returnUrl: 'https://acme.example/done',
  })
}
