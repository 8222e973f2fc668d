import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../catalog/an-element.ts'
import { anEngine, aVendor, type TestEngine, type TestVendor } from './testing.ts'
import { describeCalls, noVendorCalls } from './vendor-calls.ts'

describe('What a request asked of the vendor', () => {
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.answer = () => ({ body: [] })
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  it('is its last call, with where it went and what came of it', async () => {
    const calls = noVendorCalls()

    await engine.call({}, 'GET', '/contacts', { vendorCalls: calls })

    expect(describeCalls(calls)).toEqual({
      calls: 1,
      method: 'GET',
      host: new URL(vendor.url).host,
      path: '/people',
      status: 200,
      durationMs: expect.any(Number),
    })
  })

  it('counts repetitions, and keeps the status of a failure', async () => {
    vendor.answer = () => ({ status: 503 })
    const calls = noVendorCalls()

    const failing = engine.call({}, 'GET', '/contacts', { vendorCalls: calls })

    await expect(failing).rejects.toMatchObject({ code: 'vendor_failed' })
    expect(describeCalls(calls)).toMatchObject({ calls: 3, status: 503 })
  })

  it('counts the pages of a list', async () => {
    const page = Array.from({ length: 2 }, (_, id) => ({ id }))
    vendor.answer = ({ query }) => ({ body: Number(query.get('page')) <= 3 ? page : [] })
    const calls = noVendorCalls()
    const resource = aResource({
      parameters: [aParameter('query', 'page'), aParameter('query', 'pageSize')],
      paginationType: 'VENDOR_SUPPORTED',
    })

    await engine.call({ resources: [resource] }, 'GET', '/contacts', {
      query: { pageSize: '5' },
      configuration: { 'pagination.max': '2' },
      vendorCalls: calls,
    })

    expect(describeCalls(calls)?.calls).toBe(vendor.calls.length - 4)
  })

  it('has no status when nobody answered', async () => {
    const gone = await aVendor()
    await gone.close()
    const calls = noVendorCalls()

    const failing = engine.call({}, 'GET', '/contacts', {
      configuration: { 'base.url': gone.url },
      vendorCalls: calls,
    })

    await expect(failing).rejects.toMatchObject({ code: 'vendor_unreachable' })
    expect(describeCalls(calls)).toMatchObject({ calls: 3, path: '/people', status: null })
  })

  it('shows neither query nor secrets', async () => {
    const calls = noVendorCalls()
    const resource = aResource({ vendorPath: '/keys/{oauth.user.token}/people?key={api.key}' })

    await engine.call({ resources: [resource] }, 'GET', '/contacts', {
      configuration: { 'oauth.user.token': 'a secret/token', 'api.key': 'hush-hush' },
      vendorCalls: calls,
    })

    const { path } = describeCalls(calls) ?? {}
    expect(path).toMatch(/^\/keys\/.*people$/)
    expect(path).not.toMatch(/secret|hush/)
  })

  it('is nothing when the vendor was not asked', () => {
    expect(describeCalls(noVendorCalls())).toBeUndefined()
  })
})
