import { afterAll, describe, expect, it } from 'vitest'
import { createScriptRunner } from '../script/pool.ts'
import { compileTransformation } from './compile-transformation.ts'
import type { Row } from './mapping.ts'
import {
  transformConditions,
  transformList,
  transformRecord,
  transformRecords,
} from './transform-records.ts'
import type { TransformationScript } from './transformation.ts'

const scripts = createScriptRunner({ memoryMb: 64, maxResultBytes: 200_000 })
afterAll(() => scripts.close())

function planOf(script?: TransformationScript) {
  return compileTransformation(
    'myContact',
    { fields: [] },
    {
      fields: [{ path: 'email', vendorPath: 'Email' }],
      configuration: [{ type: 'passThrough', properties: { fromVendor: false, toVendor: false } }],
      script,
      isLegacy: false,
    },
  )
}

function around() {
  const warnings: string[] = []
  const configuration = {
    protocol: 'https',
    host: 'valence.example',
    pathPrefix: '/elements/api-v2',
  }
  return {
    warnings,
    scripts,
    configuration,
    warn: (message: string) => void warnings.push(message),
  }
}

const inward = { direction: 'fromVendor' } as const
const one = async (
  body: string,
  record: Row,
  how: Parameters<typeof transformRecord>[2] = inward,
) => {
  const surroundings = around()
  const result = await transformRecord(planOf({ body }), record, how, surroundings)
  return { result, warnings: surroundings.warnings }
}

describe('a script of a transformation', () => {
  it('gets the original and the mapped object, and what it gives to done is the result', async () => {
    const body =
      'transformedObject.domain = originalObject.Email.split("@")[1]; done(transformedObject)'

    const { result } = await one(body, { Email: 'a@example.com' })

    expect(result).toEqual({ email: 'a@example.com', domain: 'example.com' })
  })

  it('knows its direction and its surroundings', async () => {
    const body = 'done({ fromVendor, isWhere, host: configuration.host })'
    const known = { isWhere: false, host: 'valence.example' }

    expect((await one(body, {})).result).toEqual({ fromVendor: true, ...known })
    expect((await one(body, {}, { direction: 'toVendor' })).result).toEqual({
      fromVendor: false,
      ...known,
    })
  })

  it('may return its object, as legacy ones do, and may wait for promises', async () => {
    expect((await one('transformedObject.x = 1; return transformedObject', {})).result).toEqual({
      x: 1,
    })
    expect((await one('Promise.resolve(5).then((x) => done({ x }))', {})).result).toEqual({ x: 5 })
    expect((await one('return (async () => ({ x: await 6 }))()', {})).result).toEqual({ x: 6 })
  })

  it('ends with the first done, as it was then', async () => {
    const body = 'done(transformedObject); transformedObject.late = 1; done({ second: true })'

    expect((await one(body, { Email: 'a' })).result).toEqual({ email: 'a' })
  })

  it("finds the vendor's answer to a POST as raw", async () => {
    const raw = { vid: 7 }
    const { result } = await one('done({ id: originalObject.raw.vid })', {}, { ...inward, raw })

    expect(result).toEqual({ id: 7 })
  })

  it('that fails leaves the mapped object, and a warning says why', async () => {
    const { result, warnings } = await one('null.x', { Email: 'a' })

    expect(result).toEqual({ email: 'a' })
    expect(warnings).toEqual([expect.stringMatching(/"myContact of myContact" failed: TypeError/)])
  })

  it('that never ends with an object leaves the mapped one', async () => {
    for (const body of ['done()', 'var x = 1', 'new Promise(() => {}).then(done)']) {
      const { result } = await one(body, { Email: 'a' })
      expect(result).toEqual({ email: 'a' })
    }
    expect((await one('var x = 1', {})).warnings[0]).toMatch(/ended without an object for 1 of 1/)
  })

  it('that cannot be compiled leaves the mapped object', async () => {
    const { result, warnings } = await one('done({', { Email: 'a' })

    expect(result).toEqual({ email: 'a' })
    expect(warnings).toEqual([expect.stringMatching(/cannot be compiled/)])
  })

  it('drops empty results where it says so', async () => {
    const plan = planOf({
      body: 'done(originalObject.keep ? { a: 1 } : {})',
      filterEmptyResponse: true,
    })

    const rows = await transformList(plan, [{ keep: true }, {}, { keep: true }], inward, around())

    expect(rows).toEqual([{ a: 1 }, { a: 1 }])
  })

  it('sees the conditions of a where', async () => {
    const body = `if (isWhere) transformedObject.where = originalObject.where.map((one) =>
      ({ ...one, attribute: one.attribute === 'kind' ? 'type' : one.attribute })); done(transformedObject)`
    const condition = { attribute: 'kind', operator: '=', value: 'x' }

    const where = await transformConditions(
      planOf({ body }),
      { original: [condition], translated: [{ ...condition, attribute: 'acctType.value' }] },
      around(),
    )

    expect(where).toEqual([{ ...condition, attribute: 'type' }])
  })
})

describe('a list', () => {
  it('runs one program for many records, each with its own done', async () => {
    const records = Array.from({ length: 450 }, (_, i) => ({ Email: `e${i}` }))
    let runs = 0
    const counting = {
      ...scripts,
      run: (...args: Parameters<typeof scripts.run>) => {
        runs += 1
        return scripts.run(...args)
      },
    }
    const plan = planOf({
      body: 'if (originalObject.Email === "e7") throw new Error("seven"); done(transformedObject)',
    })
    const surroundings = around()

    const rows = await transformList(plan, records, inward, { ...surroundings, scripts: counting })

    expect(rows).toEqual(records.map(({ Email }) => ({ email: Email })))
    expect(runs).toBe(3)
    expect(surroundings.warnings).toEqual([expect.stringMatching(/Error: seven$/)])
  })

  it('of 10,000 records streams: no more than a chunk is taken ahead of what was given', async () => {
    let taken = 0
    let ahead = 0
    function* source() {
      for (let i = 0; i < 10_000; i += 1) {
        taken += 1
        yield { Email: String(i) }
      }
    }
    let given = 0
    for await (const row of transformRecords(
      planOf({ body: 'done(transformedObject)' }),
      source(),
      inward,
      around(),
    )) {
      ahead = Math.max(ahead, taken - given)
      expect(row).toEqual({ email: String(given) })
      given += 1
    }

    expect(given).toBe(10_000)
    expect(ahead).toBeLessThanOrEqual(200)
  })

  it('that is too much for one run is tried in halves', async () => {
    const records = Array.from({ length: 8 }, () => ({ Email: 'x'.repeat(40_000) }))

    const rows = await transformList(
      planOf({ body: 'done(transformedObject)' }),
      records,
      inward,
      around(),
    )

    expect(rows.map((row) => String(row['email']).length)).toEqual(records.map(() => 40_000))
  })
})
