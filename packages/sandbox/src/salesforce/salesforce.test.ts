import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callbackUri, type Json } from '../test-client.ts'
import { startVendorClient, type VendorTestClient } from '../vendor/testing.ts'

let client: VendorTestClient
beforeAll(async () => {
  client = await startVendorClient('salesforce', '/services/oauth2/token', 'post')
})
afterAll(() => client.close())

const data = '/services/data/v66.0'
const query = (q: string, headers: Record<string, string> = {}) =>
  client.api('GET', `${data}/query?q=${encodeURIComponent(q)}`, undefined, { headers })
const rows = (json: Json) => json.records as unknown as Record<string, unknown>[]

describe('Salesforce OAuth', () => {
  it('names the instance, not how long a session lasts, and keeps the refresh token', async () => {
    const code = (await client.consent()).searchParams.get('code') ?? ''
    const { json } = await client.token('/services/oauth2/token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callbackUri,
    })
    const refreshed = await client.token('/services/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: String(json.refresh_token),
    })

    expect(json).toMatchObject({
      instance_url: client.url,
      token_type: 'Bearer',
      refresh_token: expect.any(String),
    })
    expect(json.expires_in).toBeUndefined()
    expect(refreshed.json).toMatchObject({
      access_token: expect.any(String),
      instance_url: client.url,
    })
    expect(refreshed.json.refresh_token).toBeUndefined()
  })

  it('says invalid_grant for a dead refresh token', async () => {
    const { status, json } = await client.token('/services/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: 'x',
    })

    expect([status, json.error]).toEqual([400, 'invalid_grant'])
  })

  it('answers an unknown session with a list', async () => {
    const { status, json } = await client.api('GET', `${data}/sobjects`, undefined, { token: 'x' })

    expect(status).toBe(401)
    expect(json).toEqual([
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ])
  })
})

describe('SOQL', () => {
  it.each([
    ["SELECT Id FROM Contact WHERE Name LIKE '%'", 120],
    ['SELECT Id FROM Contact WHERE AccountId = null AND Title != null', 0],
    [
      "SELECT Id FROM Account WHERE Industry IN ('Retail', 'hospitality') OR NOT Industry = 'Retail'",
      20,
    ],
    ['SELECT Id FROM Opportunity WHERE (IsWon = true OR Amount < 0) AND CloseDate < 2000-01-01', 0],
    ['SELECT Id FROM Contact WHERE CreatedDate >= 2000-01-01T00:00:00Z LIMIT 7 OFFSET 2', 7],
    ["SELECT Id FROM Contact WHERE Department != 'x'", 120],
  ])('answers %s', async (q, count) => {
    const { status, json } = await query(q)

    expect(status, JSON.stringify(json)).toBe(200)
    expect(json.totalSize).toBe(count)
  })

  it('reads quotes and wildcards that are escaped', async () => {
    await client.api('POST', `${data}/sobjects/Contact`, { LastName: "O'Brien_50%" })
    const found = await query("SELECT LastName FROM Contact WHERE LastName = 'o\\'brien_50%'")
    const plain = await query("SELECT LastName FROM Contact WHERE LastName LIKE '%\\_50\\%'")

    expect([found.json.totalSize, plain.json.totalSize]).toEqual([1, 1])
  })

  it('selects what was asked, over a relationship too, and sorts', async () => {
    const { json } = await query(
      'SELECT Id, Account.Name FROM Contact WHERE AccountId != null ORDER BY LastName DESC NULLS LAST LIMIT 1',
    )
    const [row] = rows(json)

    expect(row).toMatchObject({
      attributes: { type: 'Contact' },
      Account: { Name: expect.any(String) },
    })
    expect(Object.keys(row ?? {})).toEqual(['attributes', 'Id', 'Account'])
  })

  it.each([
    ['SELECT FROM Contact', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Contact WHERE Email = 'a' AND Name = 'b' OR Title = 'c'", 'MALFORMED_QUERY'],
    ['SELECT Id FROM Contact WHERE', 'MALFORMED_QUERY'],
    ['SELECT Nothing FROM Contact', 'INVALID_FIELD'],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE'],
    ["SELECT Id FROM Opportunity WHERE Amount = '5'", 'INVALID_FIELD'],
    ['SELECT Id FROM Contact WHERE Email = 5', 'INVALID_FIELD'],
  ])('refuses %s with %s', async (q, code) => {
    const { status, json } = await query(q)

    expect([status, (json as unknown as Json[])[0]?.errorCode]).toEqual([400, code])
  })

  it('goes on in batches of 200 and more, at an address of its own', async () => {
    for (let made = 0; made < 90; made += 1)
      await client.api('POST', `${data}/sobjects/Lead`, { LastName: `L${made}`, Company: 'C' })
    for (let made = 0; made < 85; made += 1)
      await client.api('POST', `${data}/sobjects/Lead`, { LastName: `M${made}`, Company: 'C' })
    const first = await query('SELECT Id FROM Lead', { 'Sforce-Query-Options': 'batchSize=10' })
    const second = await client.api(
      'GET',
      String(first.json.nextRecordsUrl).replace('/salesforce', ''),
    )

    expect([first.json.done, rows(first.json).length, first.json.totalSize]).toEqual([
      false,
      200,
      205,
    ])
    expect([second.json.done, rows(second.json).length]).toEqual([true, 5])
  })
})

describe('sObjects', () => {
  it('are made, read, changed and deleted', async () => {
    const made = await client.api('POST', `${data}/sobjects/Account`, { Name: 'Alder' })
    const path = `${data}/sobjects/Account/${made.json.id}`
    const changed = await client.api('PATCH', path, { Phone: '5', Tier__c: 'Gold' })
    const read = await client.api('GET', path)
    const gone = await client.api('DELETE', path)
    const after = await client.api('GET', path)

    expect(made.json).toEqual({
      id: expect.stringMatching(/^001\w{15}$/),
      success: true,
      errors: [],
    })
    expect([made.status, changed.status, gone.status, after.status]).toEqual([201, 204, 204, 404])
    expect(read.json).toMatchObject({
      Name: 'Alder',
      Phone: '5',
      Tier__c: 'Gold',
      IsDeleted: false,
    })
    expect((after.json as unknown as Json[])[0]?.errorCode).toBe('ENTITY_IS_DELETED')
  })

  it.each([
    ['Account', { Phone: '5' }, 'REQUIRED_FIELD_MISSING'],
    ['Contact', { LastName: 'x', Nothing: 1 }, 'INVALID_FIELD'],
    ['Contact', { LastName: 'x', Id: '1' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['Contact', { LastName: 'x', Email: 'nobody' }, 'INVALID_EMAIL_ADDRESS'],
    ['Contact', { LastName: 'x', AccountId: 'nobody' }, 'MALFORMED_ID'],
    [
      'Opportunity',
      { Name: 'x', StageName: 'y', CloseDate: '2026-01-01', Amount: '5' },
      'JSON_PARSER_ERROR',
    ],
  ])('refuse %s %j', async (type, body, code) => {
    const { status, json } = await client.api('POST', `${data}/sobjects/${type}`, body)

    expect([status, (json as unknown as Json[])[0]?.errorCode]).toEqual([400, code])
  })

  it('describe themselves', async () => {
    const { json } = await client.api('GET', `${data}/sobjects/Contact/describe`)

    expect(json.fields).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'FavouriteColour__c', custom: true }),
      ]),
    )
  })
})

describe("Salesforce's limit", () => {
  it('is told in a header, and refused with 403', async () => {
    await client.control('POST', '/limits', { limit: 1 })
    const first = await client.api('GET', `${data}/sobjects`)
    const second = await client.api('GET', `${data}/sobjects`)

    expect(first.headers.get('sforce-limit-info')).toBe('api-usage=1/1')
    expect([second.status, (second.json as unknown as Json[])[0]?.errorCode]).toEqual([
      403,
      'REQUEST_LIMIT_EXCEEDED',
    ])
  })
})
