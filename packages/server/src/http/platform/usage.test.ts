import { describe, expect, it } from 'vitest'
import type { UsageRecord } from '../../store/store.ts'
import { aServer, userHeaders } from '../testing.ts'

const base = '/elements/api-v2'

function aRecord(overrides: Partial<UsageRecord>): UsageRecord {
  return {
    requestId: 'r',
    organizationId: 1,
    accountId: 11,
    userId: 21,
    instanceId: 31,
    elementKey: 'examplecrm',
    method: 'GET',
    path: `${base}/contacts`,
    status: 200,
    durationMs: 12.4,
    at: new Date('2026-01-01T00:00:00.000Z'),
    ...overrides,
  }
}

/** Keeps records as the store does: newest first, cut at `before`. */
function aStore(records: readonly UsageRecord[]) {
  const asked: object[] = []
  const list = async (_scope: object, filter: object, page: { limit: number; before?: Date }) => {
    asked.push(filter)
    const { limit, before } = page
    return records.filter(({ at }) => before === undefined || at < before).slice(0, limit)
  }
  const get = async (_scope: object, id: string) =>
    records.find((record) => record.requestId === id)
  return { asked, store: { usage: { list, get } } }
}

describe('GET /usage/{id}', () => {
  it('shows a call by its request id, in both spellings', async () => {
    await using server = await aServer(aStore([aRecord({ requestId: 'abc', status: 404 })]))

    const { json } = await server.app.inject({ url: `${base}/usage/abc`, headers: userHeaders })

    expect(json()).toMatchObject({
      traffic_id: 'abc',
      trafficId: 'abc',
      request_id: 'abc',
      request_status: 'FAILED',
      request_uri: `${base}/contacts`,
      process_time: 12,
      processTime: 12,
      traffic_date: '2026-01-01T00:00:00.000Z',
      user_id: 21,
      company_id: 1,
      element_key: 'examplecrm',
    })
  })

  it('tells what was asked, what went wrong, and what the vendor was asked', async () => {
    const record = aRecord({
      requestId: 'abc',
      status: 409,
      query: { where: 'x=1' },
      requestIp: '203.0.113.7',
      error: { code: 'vendor_rejected_request', message: 'No.', providerMessage: 'Duplicate' },
      vendor: {
        calls: 2,
        method: 'POST',
        host: 'api.example.com',
        path: '/people',
        status: 409,
        durationMs: 80.4,
      },
    })
    await using server = await aServer(aStore([record]))

    const { json } = await server.app.inject({ url: `${base}/usage/abc`, headers: userHeaders })

    expect(json()).toMatchObject({
      request_query: { where: 'x=1' },
      requestQuery: { where: 'x=1' },
      request_ip: '203.0.113.7',
      status_code: 409,
      error_code: 'vendor_rejected_request',
      error_message: 'No.',
      provider_message: 'Duplicate',
      vendor_calls: 2,
      vendor_method: 'POST',
      vendor_host: 'api.example.com',
      vendor_path: '/people',
      vendor_status: 409,
      vendor_duration: 80,
      vendorDuration: 80,
    })
  })

  it('is 404 for a call nobody made', async () => {
    await using server = await aServer(aStore([]))

    const { statusCode } = await server.app.inject({ url: `${base}/usage/x`, headers: userHeaders })

    expect(statusCode).toBe(404)
  })
})

describe('GET /usage', () => {
  it('answers 404 in the words of an empty list when there is none', async () => {
    await using server = await aServer(aStore([]))

    const response = await server.app.inject({ url: `${base}/usage`, headers: userHeaders })

    expect([response.statusCode, response.json().message]).toEqual([404, 'No usage found'])
  })

  it('gives every record once, also when many share a millisecond', async () => {
    const records = Array.from({ length: 23 }, (_, index) =>
      aRecord({ requestId: `r${index}`, at: new Date(1_000_000 - Math.floor(index / 10)) }),
    )
    await using server = await aServer(aStore(records))
    const ids: string[] = []

    let url = `${base}/usage?pageSize=4`
    for (let page = 0; page < 10 && url !== ''; page++) {
      const response = await server.app.inject({ url, headers: userHeaders })
      ids.push(...response.json().map((record: { request_id: string }) => record.request_id))
      const token = response.headers['elements-next-page-token']
      url = token === undefined ? '' : `${base}/usage?nextPage=${token}`
    }

    expect(ids).toEqual(records.map((record) => record.requestId))
  })

  it('hands its filters to the store', async () => {
    const { asked, store } = aStore([aRecord({})])
    await using server = await aServer({ store })

    await server.app.inject({
      url: `${base}/usage?from=2026-01-01&to=2026-02-01T00:00:00Z&elementInstanceId=31&elementKey=x&method=get&searchText=cont&status=4XX`,
      headers: userHeaders,
    })

    expect(asked).toEqual([
      {
        from: new Date('2026-01-01'),
        to: new Date('2026-02-01'),
        instanceId: 31,
        elementKey: 'x',
        method: 'GET',
        searchText: 'cont',
        status: { from: 400, to: 499 },
      },
    ])
  })

  it.each([
    ['Success', { from: 100, to: 399 }],
    ['failed', { from: 400, to: 599 }],
    ['2xx', { from: 200, to: 299 }],
    ['404', { from: 404, to: 404 }],
  ])('reads the status %s', async (status, range) => {
    const { asked, store } = aStore([aRecord({})])
    await using server = await aServer({ store })

    await server.app.inject({ url: `${base}/usage?status=${status}`, headers: userHeaders })

    expect(asked).toEqual([{ status: range }])
  })

  it.each([
    'from=yesterday',
    'status=6xx',
    'status=ok',
    'pageOffset=20000',
    'pageSize=0',
    'nextPage=x',
  ])('refuses %s', async (query) => {
    await using server = await aServer(aStore([]))

    const response = await server.app.inject({
      url: `${base}/usage?${query}`,
      headers: userHeaders,
    })

    expect(response.statusCode).toBe(400)
  })
})
