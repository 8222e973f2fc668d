import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callbackUri, type Json } from '../test-client.ts'
import { startVendorClient, type VendorTestClient } from '../vendor/testing.ts'

let client: VendorTestClient
beforeAll(async () => {
  client = await startVendorClient('pipedrive', '/oauth/token', 'basic')
})
afterAll(() => client.close())

const data = (json: Json) => json.data as unknown as Record<string, unknown>[]

describe('Pipedrive OAuth', () => {
  it('asks for the client in a Basic header, and names the domain of the account', async () => {
    const code = (await client.consent()).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUri }
    const refused = await client.token('/oauth/token', form, 'post')
    const { json } = await client.token('/oauth/token', form)

    expect([refused.status, refused.json.error]).toEqual([401, 'invalid_client'])
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 3599, api_domain: client.url })
  })

  it('gives a new refresh token with each refresh', async () => {
    const code = (await client.consent()).searchParams.get('code') ?? ''
    const { json } = await client.token('/oauth/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callbackUri,
    })
    const form = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
    const first = await client.token('/oauth/token', form)
    const second = await client.token('/oauth/token', form)

    expect(first.json.refresh_token).not.toBe(json.refresh_token)
    expect([second.status, second.json.error]).toEqual([400, 'invalid_grant'])
  })
})

describe('Pipedrive v2', () => {
  it('lists persons to their end by cursor', async () => {
    const ids: unknown[] = []
    let cursor: Json | undefined | null
    do {
      const { json } = await client.api(
        'GET',
        `/api/v2/persons?limit=50${cursor ? `&cursor=${cursor}` : ''}`,
      )
      ids.push(...data(json).map(({ id }) => id))
      cursor = json.additional_data?.next_cursor
    } while (cursor)

    expect([ids.length, new Set(ids).size]).toEqual([120, 120])
  })

  it('makes, changes and deletes a person', async () => {
    const made = await client.api('POST', '/api/v2/persons', {
      name: 'Ada King Lovelace',
      emails: [{ value: 'ada@example.com' }],
      custom_fields: { ['a'.repeat(40)]: 'green' },
    })
    const path = `/api/v2/persons/${made.json.data?.id}`
    const changed = await client.api('PATCH', path, { job_title: 'Analyst' })
    await client.api('DELETE', path)
    const gone = await client.api('GET', path)

    expect([made.status, changed.json.data]).toMatchObject([
      201,
      {
        first_name: 'Ada',
        last_name: 'King Lovelace',
        emails: [{ value: 'ada@example.com', primary: true, label: 'work' }],
        job_title: 'Analyst',
      },
    ])
    expect([gone.status, gone.json]).toMatchObject([
      404,
      { success: false, error: 'Person not found' },
    ])
  })

  it('filters by ids, references and the time of change, and sorts', async () => {
    const ids = await client.api('GET', '/api/v2/persons?ids=3,5')
    const deals = await client.api('GET', '/api/v2/deals?status=won')
    const later = await client.api('GET', '/api/v2/persons?updated_since=2035-01-01T00:00:00Z')
    const sorted = await client.api('GET', '/api/v2/persons?sort_by=id&sort_direction=desc&limit=2')

    expect(data(ids.json).map(({ id }) => id)).toEqual([3, 5])
    expect(new Set(data(deals.json).map(({ status }) => status))).toEqual(new Set(['won']))
    expect([data(later.json), data(sorted.json).map(({ id }) => id)]).toEqual([[], [120, 119]])
  })

  it('searches by a whole address', async () => {
    const [person] = data((await client.api('GET', '/api/v2/persons?limit=1')).json)
    const emails = person?.emails as readonly { value: string }[] | undefined
    const value = emails?.[0]?.value
    const { json } = await client.api(
      'GET',
      `/api/v2/persons/search?term=${value}&fields=email&exact_match=true`,
    )

    expect(json.data?.items).toEqual([
      { result_score: 1, item: expect.objectContaining({ id: person?.id, emails: [value] }) },
    ])
  })

  it.each([
    ['POST', '/api/v2/persons', {}, 'name is required'],
    ['POST', '/api/v2/persons', { name: 'x', email: 'y' }, 'email: unknown parameter'],
    ['POST', '/api/v2/persons', { name: 'x', org_id: 99_999 }, '99999 not found'],
    ['POST', '/api/v2/deals', { title: 'x', value: '5' }, 'value: must be a number'],
    ['GET', '/api/v2/persons?limit=501', undefined, 'between 1 and 500'],
    ['GET', '/api/v2/persons?updated_since=yesterday', undefined, 'RFC 3339'],
    ['GET', '/api/v2/persons?sort_by=name', undefined, 'sort_by'],
  ])('refuses %s %s %j', async (method, path, body, words) => {
    const { status, json } = await client.api(method, path, body)

    expect([status, json.success]).toEqual([400, false])
    expect(json.error).toContain(words)
  })

  it('lists fields, the account’s own among them', async () => {
    const { json } = await client.api('GET', '/api/v2/personFields')

    expect(data(json)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field_code: 'a'.repeat(40), is_custom_field: true }),
      ]),
    )
  })
})

describe('Pipedrive v1', () => {
  it('pages leads by start', async () => {
    const first = await client.api('GET', '/api/v1/leads?limit=20')
    const second = await client.api(
      'GET',
      `/api/v1/leads?limit=20&start=${first.json.additional_data?.pagination?.next_start}`,
    )

    expect([data(first.json).length, data(second.json).length]).toEqual([20, 4])
    expect(second.json.additional_data?.pagination).toEqual({
      start: 20,
      limit: 20,
      more_items_in_collection: false,
    })
  })

  it('keeps leads and notes to somebody', async () => {
    const lead = await client.api('POST', '/api/v1/leads', { title: 'x' })
    const note = await client.api('POST', '/api/v1/notes', { content: 'x' })
    const made = await client.api('POST', '/api/v1/leads', { title: 'x', person_id: 1 })

    expect([lead.status, note.status, made.status]).toEqual([400, 400, 201])
    expect(made.json.data?.id).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe("Pipedrive's limit", () => {
  it('is told in headers, and refused with 429', async () => {
    await client.control('POST', '/limits', { limit: 1, windowMs: 3_600_000 })
    const first = await client.api('GET', '/api/v1/users/me')
    const second = await client.api('GET', '/api/v1/users/me')

    expect(first.headers.get('x-ratelimit-remaining')).toBe('0')
    expect([second.status, second.json.success]).toEqual([429, false])
  })
})
