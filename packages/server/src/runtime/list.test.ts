import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aParameter, aResource } from '../catalog/an-element.ts'
import type { ElementDefinition, ResourceDefinition } from '../catalog/format.ts'
import {
  anEngine,
  aVendor,
  type HubCall,
  type TestEngine,
  type TestVendor,
  type VendorAnswer,
  type VendorCall,
} from './testing.ts'

const total = 57
const records = Array.from({ length: total }, (_, i) => ({
  id: i + 1,
  kind: i % 3 === 0 ? 'a' : 'b',
  size: (i * 37) % 100,
}))

/** Vendors that page in the ways elements know. */
const vendors: Record<string, (call: VendorCall) => VendorAnswer> = {
  page: ({ query }) => ({
    body: slice((number(query, 'page') - 1) * number(query, 'pageSize'), number(query, 'pageSize')),
  }),
  'page 0': ({ query }) => ({
    body: slice(number(query, 'page') * number(query, 'pageSize'), number(query, 'pageSize')),
  }),
  offset: ({ query }) => ({ body: slice(number(query, 'page'), number(query, 'pageSize')) }),
  cursor: ({ query }) => {
    const from = Number(query.get('nextPage') ?? 0)
    const end = from + number(query, 'pageSize')
    return {
      body: {
        items: slice(from, end - from),
        paging: { next: end < total ? `https://v.test/x?cursor=${end}` : null },
      },
    }
  },
}

function number(query: URLSearchParams, name: string): number {
  return Number(query.get(name))
}

function slice(from: number, count: number): unknown[] {
  return records.slice(from, from + count)
}

function paged(type: string): Partial<ElementDefinition> {
  const isCursor = type === 'cursor'
  const resource: ResourceDefinition = aResource({
    parameters: ['page', 'pageSize', 'nextPage']
      .filter((name) => (isCursor ? name !== 'page' : name !== 'nextPage'))
      .map((name) => aParameter('query', name)),
    paginationType: 'VENDOR_SUPPORTED',
    ...(isCursor ? { rootKey: '|items', nextPageKey: 'body.paging.next?cursor' } : {}),
  })
  return element(type, resource)
}

function element(type: string, resource: ResourceDefinition): Partial<ElementDefinition> {
  const entry = (key: string, defaultValue: string) => ({
    key,
    name: key,
    type: 'TEXTFIELD_32',
    defaultValue,
  })
  return {
    configuration: [
      entry('base.url', 'https://v.test'),
      entry('pagination.type', type),
      entry('pagination.max', '20'),
    ],
    resources: [resource],
  }
}

describe('a list', () => {
  let vendor: TestVendor
  let engine: TestEngine
  beforeAll(async () => {
    vendor = await aVendor()
    engine = anEngine(vendor)
  })
  beforeEach(() => {
    vendor.calls.length = 0
  })
  afterAll(async () => {
    await engine.close()
    await vendor.close()
  })

  async function walk(
    definition: Partial<ElementDefinition>,
    query: Record<string, string>,
    options: HubCall = {},
  ): Promise<{ ids: number[]; pages: number }> {
    const ids: number[] = []
    let next: Record<string, string> = query
    for (let pages = 1; pages < 100; pages += 1) {
      const { body, headers } = await engine.call(definition, 'GET', '/contacts', {
        ...options,
        query: next,
      })
      ids.push(...(body as { id: number }[]).map(({ id }) => id))
      const token = headers['elements-next-page-token']
      if (!token) return { ids, pages }
      next = { nextPage: token }
    }
    throw new Error('no end')
  }

  describe.each(Object.keys(vendors))('of a vendor that pages by %s', (type) => {
    beforeEach(() => {
      vendor.answer = vendors[type] as TestVendor['answer']
    })

    it.each(['10', '19', '57', '200'])('is walked whole with pages of %s', async (pageSize) => {
      const { ids } = await walk(paged(type), { pageSize })

      expect(ids).toEqual(records.map(({ id }) => id))
    })

    it('gives the third page by its number', async () => {
      const { body } = await engine.call(paged(type), 'GET', '/contacts', {
        query: { page: '3', pageSize: '10' },
      })

      expect((body as { id: number }[]).map(({ id }) => id)).toEqual(
        records.slice(20, 30).map(({ id }) => id),
      )
    })

    it('is filtered here over as many pages as it takes, and walked whole with tokens', async () => {
      const wanted = records
        .filter(({ kind, size }) => kind === 'a' && size > 30)
        .map(({ id }) => id)

      const { ids } = await walk(paged(type), { pageSize: '4', where: "kind='a' AND size>30" })

      expect(ids).toEqual(wanted)
    })

    it('gives the second page of what is filtered here', async () => {
      const wanted = records.filter(({ kind }) => kind === 'a').map(({ id }) => id)

      const { body } = await engine.call(paged(type), 'GET', '/contacts', {
        query: { page: '2', pageSize: '5', where: "kind='a'" },
      })

      expect((body as { id: number }[]).map(({ id }) => id)).toEqual(wanted.slice(5, 10))
    })

    it('is sorted here, over pages', async () => {
      const { ids } = await walk(paged(type), { pageSize: '25', orderBy: 'size desc' })

      expect(ids).toEqual(
        records.toSorted((a, b) => b.size - a.size || a.id - b.id).map(({ id }) => id),
      )
    })

    it('ends a page at the bound and loses nothing', async () => {
      const { ids, pages } = await walk(
        paged(type),
        { pageSize: '50', where: "kind='a'" },
        { settings: { scanCalls: 1 } },
      )

      expect(ids).toEqual(records.filter(({ kind }) => kind === 'a').map(({ id }) => id))
      expect(pages).toBeGreaterThan(1)
    })
  })

  it('that the vendor gives whole is sliced here', async () => {
    vendor.answer = () => ({ body: records })
    const definition = element('none', aResource({ paginationType: 'VENDOR_NOT_SUPPORTED' }))

    expect((await walk(definition, { pageSize: '20' })).ids).toEqual(records.map(({ id }) => id))
  })

  it('counts what it gives, and the whole when it is known', async () => {
    vendor.answer = vendors['cursor'] as TestVendor['answer']

    const first = await engine.call(paged('cursor'), 'GET', '/contacts', {
      query: { pageSize: '10' },
    })
    const counted = await engine.call(paged('cursor'), 'GET', '/contacts', {
      query: { pageSize: '10', returnTotalCount: 'True' },
    })

    expect(first.headers).toMatchObject({ 'elements-returned-count': '10' })
    expect(first.headers['elements-total-count']).toBeUndefined()
    expect(counted.headers).toMatchObject({
      'elements-returned-count': '10',
      'elements-total-count': String(total),
    })
  })

  it('refuses to sort more than its bound', async () => {
    vendor.answer = vendors['cursor'] as TestVendor['answer']

    const call = engine.call(paged('cursor'), 'GET', '/contacts', {
      query: { orderBy: 'size' },
      settings: { scanRecords: 20 },
    })

    await expect(call).rejects.toMatchObject({ code: 'query_not_answerable' })
  })

  it.each([
    { pageSize: '0' },
    { pageSize: 'ten' },
    { page: '-1' },
    { nextPage: 'zzz' },
    { where: 'size >' },
  ] as Record<string, string>[])('refuses %j', async (query) => {
    await expect(engine.call(paged('page'), 'GET', '/contacts', { query })).rejects.toMatchObject({
      code: 'invalid_request',
    })
    expect(vendor.calls).toEqual([])
  })
})
