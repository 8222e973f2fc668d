import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../../catalog/an-element.ts'
import type { HookDefinition } from '../../catalog/format.ts'
import { anEngine, aVendor, type TestEngine, type TestVendor } from '../testing.ts'
import { createMask, maskedText, maskedValue } from './mask.ts'
import type { Trace } from './trace.ts'
import { createTraces } from './traces.ts'

describe('The trace of a call', () => {
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    engine.traces.length = 0
    vendor.answer = () => ({ body: { data: { id: 1, access_token: 'fresh-from-the-vendor' } } })
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  const configuration = { 'oauth.user.token': 'the-token-1234', 'api.key': 's3cret/key' }
  const element = (...hooks: HookDefinition[]) => ({
    resources: [
      aResource({
        path: '/hubs/crm/things',
        rootKey: '|data',
        parameters: [
          aParameter('query', 'colour'),
          aParameter('configuration', 'api.key', { vendorType: 'query', vendorName: 'k' }),
        ],
        hooks,
      }),
    ],
    configuration: [{ key: 'api.key', name: 'Key', type: 'PASSWORD' }],
  })
  const call = async (...hooks: HookDefinition[]) => {
    const options = { isTraced: true, configuration, query: { colour: 'red' } }
    await engine.call(element(...hooks), 'GET', '/things', options).catch(() => undefined)
    return engine.traces.at(-1) as Trace
  }

  it('is kept only where trace logging is on', async () => {
    await engine.call(element(), 'GET', '/things', { configuration })

    expect(engine.traces).toEqual([])
  })

  it('shows what each stage changed, in order', async () => {
    const { stages, method, path, query, status } = await call({
      type: 'preRequest',
      body: 'done({ request_vendor_headers: { "X-A": "1" } })',
    })

    expect({ method, path, query, status }).toEqual({
      method: 'GET',
      path: '/hubs/crm/things',
      query: { colour: 'red' },
      status: 200,
    })
    const named = stages.map(({ stage }) => stage)
    expect(named.filter((name) => ['bind', 'preHooks', 'send', 'unwrap'].includes(name))).toEqual([
      'bind',
      'preHooks',
      'send',
      'unwrap',
    ])
    expect(stages.find(({ stage }) => stage === 'preHooks')?.request?.headers).toMatchObject({
      'X-A': '1',
    })
    expect(stages.at(-1)?.response?.body).toMatchObject({ id: 1 })
  })

  it('shows what hooks wrote and gave, and how one failed', async () => {
    const { hooks, status, error } = await call(
      { type: 'preRequest', body: 'console.log("asking for", request_parameters.colour); done()' },
      { type: 'postRequest', body: 'console.log("before"); throw new Error("no such thing")' },
    )

    expect(hooks).toMatchObject([
      { script: 'example GET /things preRequest', console: ['asking for red'] },
      { script: 'example GET /things postRequest', console: ['before'] },
    ])
    expect(hooks[1]?.error).toContain('no such thing')
    expect({ status, error }).toMatchObject({
      status: 500,
      error: expect.stringContaining('no such thing'),
    })
  })

  it('holds no secret, in whatever spelling', async () => {
    const trace = await call({
      type: 'preRequest',
      body: `console.log(configuration['api.key'], CE.b64(configuration['api.key']))
        done({ request_vendor_headers: { 'X-Sign': configuration['api.key'], Cookie: 'session=1' } })`,
    })

    const text = JSON.stringify(trace)
    for (const secret of [
      'the-token-1234',
      's3cret/key',
      encodeURIComponent('s3cret/key'),
      Buffer.from('s3cret/key').toString('base64'),
      'session=1',
      'fresh-from-the-vendor',
    ]) {
      expect(text).not.toContain(secret)
    }
    expect(text).toContain('********')
  })
})

describe('The mask of a trace', () => {
  const mask = createMask({ password: 'hunter22', short: 'ab' }, new Set(['password', 'short']))

  it('takes credentials out of texts by the names they go by', () => {
    expect(
      maskedText('POST /x?access_token=abc&y=1 {"client_secret":"def"} Basic Zm9v', mask),
    ).toBe('POST /x?access_token=********&y=1 {"client_secret":"********"} Basic ********')
  })

  it('leaves short values alone, which stand in too many words', () => {
    expect(maskedText('about hunter22', mask)).toBe('about ********')
  })

  it('cuts what is too long, too many or too deep', () => {
    const long = maskedText('x'.repeat(20_000), mask)
    const many = maskedValue(
      Array.from({ length: 500 }, (_, n) => n),
      mask,
    ) as unknown[]
    let deep: unknown = 'end'
    for (let level = 0; level < 50; level += 1) deep = { deep }

    expect(long.length).toBeLessThan(10_100)
    expect(many.length).toBe(201)
    expect(JSON.stringify(maskedValue(deep, mask))).toContain('…')
  })
})

describe('The kept traces', () => {
  const aTrace = (id: string, organizationId = 1, path = '/x'): Trace => ({
    id,
    organizationId,
    instanceId: 1,
    elementKey: 'example',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    method: 'GET',
    path,
    query: {},
    stages: [],
    hooks: [],
  })

  it('are those of one’s own organization', () => {
    const traces = createTraces()
    traces.add(aTrace('a', 1))

    expect(traces.find(1, 'a')?.id).toBe('a')
    expect(traces.find(2, 'a')).toBeUndefined()
  })

  it('take bounded memory: the oldest go', () => {
    const traces = createTraces(100_000)
    for (let n = 0; n < 500; n += 1) traces.add(aTrace(`t${n}`, 1, 'x'.repeat(1000)))

    expect(traces.find(1, 't0')).toBeUndefined()
    expect(traces.find(1, 't499')).toBeDefined()
  })
})
