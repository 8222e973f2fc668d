import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callbackUri, type Json } from '../test-client.ts'
import { startVendorClient, type VendorTestClient } from '../vendor/testing.ts'

let client: VendorTestClient
beforeAll(async () => {
  client = await startVendorClient('hubspot', '/oauth/v3/token', 'post')
})
afterAll(() => client.close())

const idsOf = (json: Json) => (json.results as unknown as { id: string }[]).map(({ id }) => id)
const search = (filters: object[], more: object = {}) =>
  client.api('POST', '/crm/v3/objects/contacts/search', { filterGroups: [{ filters }], ...more })

describe('HubSpot OAuth', () => {
  it('asks for the client in the form, and gives a refresh token that stays', async () => {
    const code = (await client.consent()).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUri }
    const refused = await client.token('/oauth/v3/token', form, 'basic')
    const { json } = await client.token('/oauth/v3/token', form)
    const refresh = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
    const first = await client.token('/oauth/v1/token', refresh)
    const second = await client.token('/oauth/v1/token', refresh)

    expect(refused.json.status).toBe('BAD_CLIENT_ID')
    expect(json).toMatchObject({ token_type: 'bearer', expires_in: 1800, hub_id: 62_515 })
    expect([first.status, second.status]).toEqual([200, 200])
    expect(first.json.refresh_token).toBeUndefined()
  })

  it('takes a code once, and says why not', async () => {
    const code = (await client.consent()).searchParams.get('code') ?? ''
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUri }
    await client.token('/oauth/v3/token', form)
    const again = await client.token('/oauth/v3/token', form)
    const refresh = await client.token('/oauth/v3/token', {
      grant_type: 'refresh_token',
      refresh_token: 'x',
    })

    expect([again.json.status, refresh.json.status]).toEqual(['BAD_AUTH_CODE', 'BAD_REFRESH_TOKEN'])
  })

  it('lets a person deny', async () => {
    const { searchParams } = await client.consent({ decision: 'deny' })

    expect(Object.fromEntries(searchParams)).toEqual({ error: 'access_denied', state: 's' })
  })

  it('refuses an unknown token in its own words', async () => {
    const { status, json } = await client.api('GET', '/crm/v3/objects/contacts', undefined, {
      token: 'x',
    })

    expect([status, json.status, json.category]).toEqual([401, 'error', 'EXPIRED_AUTHENTICATION'])
  })
})

describe('HubSpot objects', () => {
  it('are listed to their end by the id of the last', async () => {
    const ids: string[] = []
    let after: Json | undefined
    do {
      const { json } = await client.api(
        'GET',
        `/crm/v3/objects/contacts?limit=50${after ? `&after=${after}` : ''}`,
      )
      ids.push(...idsOf(json))
      after = json.paging?.next?.after
    } while (after)

    expect(ids).toHaveLength(120)
    expect(new Set(ids).size).toBe(120)
  })

  it('answer a few properties, and those that are asked for', async () => {
    const plain = await client.api('GET', '/crm/v3/objects/contacts/101')
    const asked = await client.api(
      'GET',
      '/crm/v3/objects/contacts/101?properties=city,favourite_colour,nothing',
    )

    expect(Object.keys(plain.json.properties ?? {})).not.toContain('city')
    expect(Object.keys(asked.json.properties ?? {})).toEqual(
      expect.arrayContaining(['city', 'favourite_colour', 'hs_object_id']),
    )
  })

  it('are made, changed and archived', async () => {
    const made = await client.api('POST', '/crm/v3/objects/contacts', {
      properties: { email: 'new@example.com' },
    })
    const path = `/crm/v3/objects/contacts/${made.json.id}`
    const changed = await client.api('PATCH', path, { properties: { firstname: 'Ada' } })
    const gone = await client.api('DELETE', path)

    expect([made.status, changed.status, gone.status]).toEqual([201, 200, 204])
    expect(changed.json.properties).toMatchObject({ email: 'new@example.com', firstname: 'Ada' })
    expect((await client.api('GET', path)).json.category).toBe('OBJECT_NOT_FOUND')
  })

  it.each([
    [{ nothing: 'x' }, 400, 'PROPERTY_DOESNT_EXIST'],
    [{ createdate: 'x' }, 400, 'READ_ONLY_VALUE'],
    [{ email: 'nobody' }, 400, 'INVALID_EMAIL'],
    [{ lifecyclestage: 'x' }, 400, 'INVALID_OPTION'],
  ])('refuse %j', async (properties, status, code) => {
    const answer = await client.api('POST', '/crm/v3/objects/contacts', { properties })

    expect(answer.status).toBe(status)
    expect(answer.json.message).toContain(code)
    expect(answer.json).toMatchObject({
      category: 'VALIDATION_ERROR',
      correlationId: expect.any(String),
    })
  })

  it('do not take one e-mail address twice', async () => {
    const first = await client.api('GET', '/crm/v3/objects/contacts/102')
    const { email } = first.json.properties as unknown as { email: string }
    const { status, json } = await client.api('POST', '/crm/v3/objects/contacts', {
      properties: { email },
    })

    expect([status, json.category, json.message]).toEqual([
      409,
      'CONFLICT',
      'Contact already exists. Existing ID: 102',
    ])
  })

  it('are put together and taken apart', async () => {
    const path = '/crm/v4/objects/deals/101/associations'
    await client.api('PUT', `${path}/default/companies/103`)
    const on = await client.api('GET', `${path}/companies`)
    await client.api('DELETE', `${path}/companies/103`)
    const off = await client.api('GET', `${path}/companies`)

    expect([on.json.results, off.json.results]).toEqual([
      [expect.objectContaining({ toObjectId: 103 })],
      [],
    ])
  })
})

describe('HubSpot search', () => {
  it('joins filters by AND and groups by OR, and pages by offset', async () => {
    const both = await search(
      [
        { propertyName: 'hs_object_id', operator: 'GTE', value: '101' },
        { propertyName: 'hs_object_id', operator: 'LT', value: '111' },
      ],
      { limit: 4 },
    )
    const next = await search([{ propertyName: 'hs_object_id', operator: 'LT', value: '111' }], {
      limit: 4,
      after: '4',
    })
    const either = await client.api('POST', '/crm/v3/objects/contacts/search', {
      filterGroups: ['101', '105'].map((value) => ({
        filters: [{ propertyName: 'hs_object_id', operator: 'EQ', value }],
      })),
    })

    expect([both.json.total, both.json.paging?.next?.after]).toEqual([10, '4'])
    expect(idsOf(next.json)).toEqual(['105', '106', '107', '108'])
    expect(idsOf(either.json)).toEqual(['101', '105'])
  })

  it('finds words, values in a list and what is empty', async () => {
    const { properties } = (
      await client.api('GET', '/crm/v3/objects/contacts/101?properties=firstname')
    ).json
    const first = String(properties?.firstname)
    const word = await search(
      [{ propertyName: 'firstname', operator: 'CONTAINS_TOKEN', value: `${first.slice(0, 2)}*` }],
      { limit: 100 },
    )
    const listed = await search([
      { propertyName: 'hs_object_id', operator: 'IN', values: ['101', '103'] },
    ])
    const empty = await search([{ propertyName: 'mobilephone', operator: 'NOT_HAS_PROPERTY' }])

    expect(idsOf(word.json)).toContain('101')
    expect(idsOf(listed.json)).toEqual(['101', '103'])
    expect(empty.json.total).toBe(120)
  })

  it('sorts, and refuses what it does not know', async () => {
    const sorted = await search([], {
      sorts: [{ propertyName: 'hs_object_id', direction: 'DESCENDING' }],
      limit: 2,
    })
    const unknown = await search([{ propertyName: 'nothing', operator: 'EQ', value: 'x' }])
    const operator = await search([{ propertyName: 'email', operator: 'IS', value: 'x' }])
    const far = await search([], { limit: 100, after: '9950' })

    expect(idsOf(sorted.json)).toEqual(['220', '219'])
    expect([unknown.status, operator.status, far.status]).toEqual([400, 400, 400])
  })
})

describe("HubSpot's limits and failures", () => {
  it('are told in headers, and refused with 429', async () => {
    await client.control('POST', '/limits', { limit: 1 })
    const first = await client.api('GET', '/crm/v3/owners')
    const second = await client.api('GET', '/crm/v3/owners')
    await client.control('POST', '/limits', { limit: 110 })

    expect([
      first.headers.get('x-hubspot-ratelimit-max'),
      first.headers.get('x-hubspot-ratelimit-remaining'),
    ]).toEqual(['1', '0'])
    expect([second.status, second.json.category]).toEqual([429, 'RATE_LIMITS'])
  })

  it('can be scripted', async () => {
    await client.control('POST', '/faults', {
      match: 'GET /hubspot/crm/v3/owners',
      kind: 'status',
      status: 502,
    })

    expect((await client.api('GET', '/crm/v3/owners')).status).toBe(502)
    expect((await client.api('GET', '/crm/v3/owners')).status).toBe(200)
  })
})
