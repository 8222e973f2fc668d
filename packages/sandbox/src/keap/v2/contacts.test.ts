import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Json, startTestClient, type TestClient } from '../../test-client.ts'

let client: TestClient

beforeAll(async () => {
  client = await startTestClient()
})

afterEach(() => client.control('POST', '/reset'))
afterAll(() => client.sandbox.close())

const all = 'given_name,family_name,email_addresses,phone_numbers,addresses,company,custom_fields'

const list = async (query: Record<string, string>) =>
  client.api('GET', `/v2/contacts?${new URLSearchParams(query)}`)

const idsOf = (json: Json) => (json.contacts as unknown as { id: string }[]).map(({ id }) => id)

const ada = {
  given_name: 'Ada',
  family_name: 'Park',
  email_addresses: [{ email: 'ada.park@example.com', field: 'EMAIL1' }],
}

describe('The list of contacts', () => {
  it('answers with id and names alone, 50 at a time, unless asked for more', async () => {
    const { json } = await list({})

    expect(Object.keys(json)).toEqual(['contacts', 'next_page_token'])
    expect(json.contacts).toHaveLength(50)
    expect(Object.keys(json.contacts?.[0] ?? {})).toEqual(['id', 'family_name', 'given_name'])
  })

  it('brings the fields that are asked for, null or empty where there is nothing', async () => {
    const { json } = await list({ fields: 'email_addresses,middle_name,links', page_size: '1' })

    expect(json.contacts?.[0]).toEqual({
      id: '1',
      email_addresses: [expect.objectContaining({ field: 'EMAIL1' })],
      middle_name: null,
      links: [],
    })
  })

  it('walks to its end with page tokens', async () => {
    const seen: string[] = []
    let token = ''
    do {
      const { json } = await list({ page_size: '120', ...(token ? { page_token: token } : {}) })
      seen.push(...idsOf(json))
      token = String(json.next_page_token)
    } while (token !== '')

    expect(seen).toHaveLength(300)
    expect(new Set(seen).size).toBe(300)
  })

  it('can write the next page as a whole address, and takes that back', async () => {
    await client.control('POST', '/tokens', { nextPageToken: 'url' })
    const { json } = await list({ page_size: '1' })
    const next = new URL(String(json.next_page_token))
    const second = await fetch(next, {
      headers: { authorization: `Bearer ${client.sandbox.keys.dt123}` },
    })
    const again = await list({ page_size: '1', page_token: next.href })

    expect(next.pathname).toBe('/crm/rest/v2/contacts/')
    expect(idsOf((await second.json()) as Json)).toEqual(['2'])
    expect(idsOf(again.json)).toEqual(['2'])
  })

  it('filters, and orders', async () => {
    const created = await client.api('POST', '/v2/contacts', ada)
    const byEmail = await list({ filter: 'email==ADA.PARK@example.com' })
    const byNames = await list({ filter: 'given_name==Ada;family_name==Park;' })
    const newest = await list({ order_by: 'update_time desc', page_size: '1' })
    const byIds = await list({ filter: 'contact_ids==3,5,7' })
    const none = await list({ filter: 'start_update_time==2099-01-01T00:00:00.000Z' })

    expect(idsOf(byEmail.json)).toEqual([created.json.id])
    expect(idsOf(byNames.json)).toContain(String(created.json.id))
    expect(idsOf(newest.json)).toEqual([created.json.id])
    expect(idsOf(byIds.json)).toEqual(['3', '5', '7'])
    expect(idsOf(none.json)).toEqual([])
  })

  it('filters by custom field, with the operators its type has', async () => {
    const { json } = await list({
      filter: '_YearsinBusiness>=30',
      fields: 'custom_fields',
      page_size: '100',
    })
    const years = (json.contacts as unknown as Json[]).map((contact) =>
      (contact.custom_fields as unknown as { id: string; content: unknown }[]).find(
        ({ id }) => id === '7',
      ),
    )

    expect(years.length).toBeGreaterThan(0)
    expect(years.every((field) => Number(field?.content) >= 30)).toBe(true)
  })

  it.each([
    [{ filter: 'shoe_size==44' }, 'Invalid filter field: shoe_size'],
    [{ filter: 'email>=a' }, 'Invalid operator >= for filter field: email'],
    [{ order_by: 'shoe_size' }, 'Invalid order_by field: shoe_size'],
    [{ page_size: '1001' }, 'page_size must be between 1 and 1000'],
    [{ fields: 'shoe_size' }, 'The following fields are unrecognized: [shoe_size]'],
    [{ page_token: 'forged' }, 'page_token is invalid'],
  ])('refuses %j with the error body of v2', async (query, message) => {
    const { status, json } = await list(query as unknown as Record<string, string>)

    expect(status).toBe(400)
    expect(json).toEqual({
      code: 400,
      message,
      status: 'Bad Request',
      details: [{ domain: 'keap.com', resource: 'GET /rest/v2/contacts' }],
    })
  })
})

describe('A contact', () => {
  it('is created with 201, and not marketable without a reason', async () => {
    const { status, json } = await client.api('POST', '/v2/contacts?fields=email_addresses', ada)

    expect(status).toBe(201)
    expect(json.email_addresses?.[0]).toEqual({
      email: 'ada.park@example.com',
      field: 'EMAIL1',
      is_opt_in: false,
      email_opt_status: 'NON_MARKETABLE',
      opt_in_reason: null,
    })
  })

  it.each([
    [{ given_name: 'Ada' }, 'Contact must contain an e-mail address, phone number or address'],
    [{ ...ada, given_name: 'x'.repeat(41) }, 'given_name size must be between 0 and 40'],
    [{ ...ada, owner_id: '999' }, 'owner_id is invalid'],
    [{ ...ada, company: { id: '999' } }, 'company is invalid'],
    [{ ...ada, custom_fields: [{ id: '999', content: 1 }] }, 'custom_fields id 999 is invalid'],
    [{ ...ada, email_addresses: [{ email: 'nobody' }] }, 'email is invalid'],
    [
      { addresses: [{ field: 'BILLING', region: 'Arizona' }] },
      'country_code is required when region is specified',
    ],
    [
      { addresses: [{ field: 'BILLING', zip_code: '1', postal_code: '1' }] },
      'Only one of zip_code and postal_code may be specified',
    ],
    [{ addresses: [{ field: 'BILLING', country_code: 'US' }] }, 'country_code is invalid'],
  ])('is refused when it breaks a declared rule: %j', async (body, message) => {
    const { status, json } = await client.api('POST', '/v2/contacts', body)

    expect(status).toBe(400)
    expect(json.message).toBe(message)
  })

  it('is not created from what is no JSON', async () => {
    const response = await fetch(`${client.sandbox.url}/crm/rest/v2/contacts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.sandbox.keys.dt123}` },
      body: '{"given_name":',
    })
    const { message } = (await response.json()) as { message: string }

    expect(response.status).toBe(400)
    expect(message).toBe('Input could not be converted to a valid request')
  })

  it('is updated in place of created when duplicate_option finds it', async () => {
    const first = await client.api('POST', '/v2/contacts', ada)
    const path = '/v2/contacts?fields=given_name,job_title&duplicate_option='
    const byEmail = await client.api('POST', `${path}Email`, { ...ada, job_title: 'Buyer' })
    const other = { ...ada, given_name: 'Adam' }
    const byName = await client.api('POST', `${path}EmailAndName`, other)
    const wrong = await client.api('POST', `${path}Shoes`, ada)

    expect(byEmail.status).toBe(200)
    expect(byEmail.json).toEqual({ id: first.json.id, given_name: 'Ada', job_title: 'Buyer' })
    expect(byName.status).toBe(201)
    expect(wrong.status).toBe(400)
  })

  it('keeps what a PATCH does not name, and replaces lists as a whole', async () => {
    const { json: created } = await client.api('POST', `/v2/contacts?fields=${all}`, {
      ...ada,
      phone_numbers: [
        { number: '(480) 555-0101', field: 'PHONE1' },
        { number: '+31 30 555 0102', field: 'PHONE2' },
      ],
    })
    const { status, json } = await client.api('PATCH', `/v2/contacts/${created.id}?fields=${all}`, {
      family_name: 'Parker',
      phone_numbers: [{ number: '(480) 555-0199', field: 'PHONE1' }],
    })

    expect(status).toBe(200)
    expect(json).toMatchObject({ given_name: 'Ada', family_name: 'Parker' })
    expect(json.phone_numbers).toEqual([
      expect.objectContaining({ number: '(480) 555-0199', number_e164: '+14805550199' }),
    ])
    expect(json.email_addresses).toEqual(created.email_addresses)
  })

  it('is changed only in what update_mask lists', async () => {
    const mask = 'update_mask=job_title&fields=job_title,website'
    const body = { job_title: 'Buyer', website: 'https://ignored.example.com' }
    const { json } = await client.api('PATCH', `/v2/contacts/1?${mask}`, body)
    const unknown = await client.api('PATCH', '/v2/contacts/1?update_mask=shoe_size', body)

    expect(json).toEqual({ id: '1', job_title: 'Buyer', website: null })
    expect(unknown.status).toBe(400)
  })

  it('says when it was last changed', async () => {
    await client.control('POST', '/clock', { advanceSeconds: 3_600 })
    const { json } = await client.api('PATCH', '/v2/contacts/1?fields=update_time', {
      job_title: 'Buyer',
    })

    expect(json.update_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(Date.parse(String(json.update_time))).toBeGreaterThan(Date.now() + 3_590_000)
  })

  it('is gone after its deletion, with 204 and without a body', async () => {
    const { status, text } = await client.api('DELETE', '/v2/contacts/1')
    const again = await client.api('GET', '/v2/contacts/1')

    expect([status, text]).toEqual([204, ''])
    expect(again.status).toBe(404)
    expect(again.json.message).toBe('Unable to find this Contact')
  })

  it('takes its notes, tasks and opportunities with it', async () => {
    const { json } = await client.api('GET', '/v2/opportunities?page_size=1')
    const contact = String(json.opportunities?.[0]?.contact?.id)
    await client.api('DELETE', `/v2/contacts/${contact}`)
    for (const kind of ['opportunities', 'tasks', 'notes']) {
      const left = await client.api('GET', `/v2/${kind}?filter=contact_id%3D%3D${contact}`)
      expect(left.json[kind]).toEqual([])
    }
  })

  it('has an id that is a number, or none', async () => {
    const { status, json } = await client.api('GET', '/v2/contacts/abc')

    expect(status).toBe(400)
    expect(json.message).toBe('contact_id is invalid')
  })

  it('cannot be put: the method is not there', async () => {
    const { status, json } = await client.api('PUT', '/v2/contacts/1', ada)

    expect(status).toBe(405)
    expect(json.status).toBe('Method Not Allowed')
  })
})

describe('The model of contacts', () => {
  it('names custom fields and optional properties', async () => {
    const { json } = await client.api('GET', '/v2/contacts/model')

    expect(json.optional_properties).toContain('email_addresses')
    expect(json.custom_fields?.[0]).toMatchObject({
      id: '6',
      label: 'Job Description',
      field_name: '_JobDescription',
      field_type: 'TEXT',
      record_type: 'CONTACT',
    })
  })

  it('gets a new field, which contacts can carry at once', async () => {
    const field = await client.api('POST', '/v2/contacts/model/customFields', {
      label: 'Shoe Size',
      field_type: 'WHOLE_NUMBER',
    })
    const custom_fields = [{ id: field.json.id, content: 44 }]
    const created = await client.api('POST', '/v2/contacts', { ...ada, custom_fields })
    const found = await list({ filter: '_ShoeSize>40' })
    const twice = await client.api('POST', '/v2/contacts/model/customFields', {
      label: 'Shoe Size',
      field_type: 'TEXT',
    })

    expect(field.status).toBe(201)
    expect(idsOf(found.json)).toEqual([created.json.id])
    expect(twice.status).toBe(409)
  })
})
