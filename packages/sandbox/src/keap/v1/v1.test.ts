import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startTestClient, type TestClient } from '../../test-client.ts'

let client: TestClient
beforeAll(async () => {
  client = await startTestClient({ contacts: 60 })
})
afterAll(() => client.sandbox.close())

const list = (path: string) => client.api('GET', `/v1${path}`)
const rows = (json: Json, name: string) => json[name] as unknown as Record<string, unknown>[]

describe('A list of REST v1', () => {
  it('has links that are never null, with the filters and the order', async () => {
    const { json } = await list('/contacts?limit=10&offset=55&since=2020-01-01T00:00:00.000Z')
    const past = await list('/contacts?limit=100&offset=70')
    const { search, pathname } = new URL(String(json.next))

    expect([json.count, rows(json, 'contacts').length]).toEqual([60, 5])
    expect(pathname).toBe('/crm/rest/v1/contacts/')
    expect(search).toBe('?limit=10&offset=65&since=2020-01-01T00%3A00%3A00.000Z&order=id')
    expect(new URL(String(json.previous)).search).toMatch(/^\?limit=10&offset=45&/)
    expect([rows(past.json, 'contacts'), new URL(String(past.json.next)).search]).toEqual([
      [],
      '?limit=60&offset=170&order=id',
    ])
  })

  it('of a nested resource has no slash before its parameters, and gives a thousand by itself', async () => {
    const { json } = await list('/tags/91/contacts')

    expect(String(json.previous)).toMatch(/\/v1\/tags\/91\/contacts\?limit=1000&offset=0$/)
  })

  it.each(['limit=0', 'limit=1001', 'offset=x'])('refuses %s', async (query) => {
    const { status, json } = await list(`/contacts?${query}`)

    expect([status, json]).toEqual([
      400,
      { message: 'Input could not be converted to a valid request' },
    ])
  })
})

describe('A contact of REST v1', () => {
  it('has numbers for ids, moments with +0000, and optional properties when asked', async () => {
    const plain = await list('/contacts/1')
    const asked = await list('/contacts/1?optional_properties=job_title,custom_fields,nothing')

    expect(plain.json).toMatchObject({ id: 1, date_created: expect.stringMatching(/\.000\+0000$/) })
    expect(plain.json).not.toHaveProperty('job_title')
    expect(Object.keys(asked.json)).toEqual(expect.arrayContaining(['job_title', 'custom_fields']))
    expect(asked.json).not.toHaveProperty('nothing')
  })

  it('is made with 201, changed with 200, deleted with 204, and then not found', async () => {
    const made = await client.api('POST', '/v1/contacts', {
      given_name: 'Ada',
      email_addresses: [{ email: 'ada@v1.example.com', field: 'EMAIL1' }],
    })
    const path = `/v1/contacts/${made.json.id}`
    const changed = await client.api('PATCH', path, { family_name: 'King' })
    const upserted = await client.api('PUT', '/v1/contacts', {
      duplicate_option: 'Email',
      email_addresses: [{ email: 'ada@v1.example.com', field: 'EMAIL1' }],
      given_name: 'Augusta',
    })
    const removed = await client.api('DELETE', path)
    const gone = await client.api('GET', path)

    expect([made.status, changed.status, removed.status, gone.status]).toEqual([201, 200, 204, 404])
    expect(changed.json).toMatchObject({
      given_name: 'Ada',
      family_name: 'King',
      email_status: 'NonMarketable',
    })
    expect([upserted.json.id, upserted.json.given_name]).toEqual([made.json.id, 'Augusta'])
    expect(gone.json).toEqual({ message: 'Unable to find this Contact' })
  })

  it('must be reachable', async () => {
    const { status, json } = await client.api('POST', '/v1/contacts', { given_name: 'Nobody' })

    expect([status, json.message]).toEqual([
      400,
      'Contact must contain an e-mail address or phone number',
    ])
  })

  it('is found by its address, and wears tags', async () => {
    const [first] = rows((await list('/contacts?limit=1')).json, 'contacts')
    const addresses = first?.email_addresses as readonly { email: string }[] | undefined
    const email = addresses?.[0]?.email
    const found = await list(`/contacts?email=${email}`)
    const applied = await client.api('POST', `/v1/contacts/${first?.id}/tags`, {
      tagIds: [91, 99_999],
    })
    const again = await client.api('POST', `/v1/contacts/${first?.id}/tags`, { tagIds: [91] })
    await client.api('DELETE', `/v1/contacts/${first?.id}/tags/91`)
    const worn = rows((await list(`/contacts/${first?.id}/tags`)).json, 'tags')

    expect(rows(found.json, 'contacts').map(({ id }) => id)).toEqual([first?.id])
    expect(applied.json['99999']).toBe('TAG_ID_NOT_FOUND')
    expect(again.json).toEqual({ '91': 'DUPLICATE' })
    expect(worn.map(({ tag }) => (tag as { id: number }).id)).not.toContain(91)
  })
})

describe('REST v1', () => {
  it('cannot delete companies and opportunities, nor read one user', async () => {
    const answers = await Promise.all([
      client.api('DELETE', '/v1/companies/1'),
      client.api('DELETE', '/v1/opportunities/1'),
      client.api('GET', '/v1/users/1'),
    ])

    expect(answers.map(({ status }) => status)).toEqual([405, 405, 404])
  })

  it('makes opportunities and tasks with 200, notes and appointments with 201', async () => {
    const deal = await client.api('POST', '/v1/opportunities', {
      opportunity_title: 'x',
      contact: { id: 1 },
      stage: { id: 18 },
    })
    const task = await client.api('POST', '/v1/tasks', {
      title: 'x',
      due_date: '2026-01-01T00:00:00.000+0000',
      contact: { id: 1 },
    })
    const note = await client.api('POST', '/v1/notes', { body: 'x', contact_id: 1 })
    const appointment = await client.api('POST', '/v1/appointments', {
      title: 'x',
      start_date: 'a',
      end_date: 'b',
    })

    expect([deal.status, task.status, note.status, appointment.status]).toEqual([
      200, 200, 201, 201,
    ])
    expect(deal.json).toMatchObject({
      contact: { id: 1 },
      stage: { id: 18, name: 'New Opportunity' },
      include_in_forecast: 1,
    })
    expect(task.json).toMatchObject({
      due_date: '2026-01-01T00:00:00.000+0000',
      contact: { id: 1 },
    })
  })

  it('answers an unknown path with a page', async () => {
    const { status, headers, text } = await list('/nothing')

    expect([status, headers.get('content-type')]).toEqual([404, 'text/html;charset=utf-8'])
    expect(text).toContain('Page Not Found')
  })

  it.each([
    ['/emails', 'emails'],
    ['/files', 'files'],
    ['/orders', 'orders'],
    ['/transactions', 'transactions'],
    ['/products', 'products'],
    ['/users', 'users'],
    ['/tags', 'tags'],
    ['/companies', 'companies'],
    ['/tasks/search', 'tasks'],
    ['/orders/1/transactions', 'transactions'],
  ])('lists %s', async (path, name) => {
    const { status, json } = await list(path)

    expect(status).toBe(200)
    expect(rows(json, name).length).toBeGreaterThan(0)
  })
})
