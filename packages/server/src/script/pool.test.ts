import { spawnSync } from 'node:child_process'
import { afterAll, describe, expect, it } from 'vitest'
import { createScriptRunner } from './pool.ts'
import { ScriptFailure } from './script-failure.ts'

const runner = createScriptRunner({ maxConsoleLines: 3, maxResultBytes: 10_000 })
afterAll(() => runner.close())

const run = (source: string, scope: Record<string, unknown> = {}) =>
  runner.run({ name: 'acme GET /things postRequest', source }, scope)
const answerOf = async (source: string, scope: Record<string, unknown> = {}) =>
  (await run(source, scope)).value

describe('A script', () => {
  it('finds its variables, and ends with what it gives to done', async () => {
    const source = 'done({ name: response_body.name, at: request_path })'

    const { result } = await run(source, { response_body: { name: 'Ann' }, request_path: '/a' })

    expect(result).toEqual({ name: 'Ann', at: '/a' })
  })

  it('may declare a variable it was given again', async () => {
    const source = 'var path = path || "none"; var other = other || "none"; done({ path, other })'

    const { result } = await run(source, { path: '/a', other: null })

    expect(result).toEqual({ path: '/a', other: 'none' })
  })

  it('runs in sloppy mode: names it never declared become globals', async () => {
    expect(await answerOf('counter = 1; done({ seen: this.counter })')).toEqual({ seen: 1 })
  })

  it('may be strict when it says so', async () => {
    await expect(run('"use strict"; counter = 1')).rejects.toThrow(/'counter' is not defined/)
  })

  it('may end with a comment', async () => {
    expect(await answerOf('done({ a: 1 }) // the end')).toEqual({ a: 1 })
  })

  it('may return its result', async () => {
    expect(await answerOf('if (true) return { a: 1 }\ndone({ a: 2 })')).toEqual({ a: 1 })
  })

  it('may do neither', async () => {
    const ended = await run('var a = 1')

    expect(ended.result).toEqual({})
    expect(ended).not.toHaveProperty('value')
  })

  it('ends with the first done, whatever comes after', async () => {
    expect(await answerOf('done({ a: 1 }); done({ a: 2 }); null.b')).toEqual({ a: 1 })
    expect(await answerOf('done({ a: 1 }); return { a: 2 }')).toEqual({ a: 1 })
  })

  it('is copied at the moment of done', async () => {
    expect(await answerOf('var list = [1]; done({ list }); list.push(2)')).toEqual({ list: [1] })
  })

  it('gives null for every undefined member', async () => {
    const source = 'done({ a: undefined, b: { c: undefined, d: [undefined] } })'

    expect(await answerOf(source)).toEqual({ a: null, b: { c: null, d: [null] } })
  })

  it('may end with a scalar or a list, as formulas do', async () => {
    expect(await answerOf('done(true)')).toBe(true)
    expect(await answerOf('done([1, 2])')).toEqual([1, 2])
    expect(await answerOf('done(null)')).toBeNull()
    expect((await run('done("text")')).result).toEqual({})
  })

  it('tells injected objects from copies of them', async () => {
    const source = `
      delete request_vendor_headers.accept
      done({
        request_vendor_headers,
        request_vendor_parameters: Object.assign({}, request_vendor_parameters),
        other_name: configuration,
        path: request_path,
      })`

    const { injected, result } = await run(source, {
      request_vendor_headers: { accept: '*/*', host: 'a' },
      request_vendor_parameters: { page: 1 },
      configuration: {},
      request_path: '/a',
    })

    expect([...injected]).toEqual(['request_vendor_headers', 'other_name'])
    expect(result['request_vendor_headers']).toEqual({ host: 'a' })
  })

  it('receives undefined as null', async () => {
    expect(await answerOf('done({ isNull: a === null })', { a: undefined })).toEqual({
      isNull: true,
    })
  })

  it('may call done from a promise', async () => {
    expect(await answerOf('(async () => { await null; done({ a: 1 }) })()')).toEqual({ a: 1 })
    expect(await answerOf('return Promise.resolve({ a: 2 })')).toEqual({ a: 2 })
  })

  it('keeps text exactly: NUL, lone surrogates, every plane', async () => {
    const text = 'a\u0000b\ud800c é 漢 😀 \u2028'

    expect(await answerOf('done({ text, length: text.length })', { text })).toEqual({
      text,
      length: text.length,
    })
  })

  it('draws other random numbers on every run', async () => {
    const draws = await Promise.all(
      Array.from({ length: 20 }, () =>
        answerOf('done(Math.random() + require("lodash").random(1, 1e9))'),
      ),
    )

    expect(new Set(draws).size).toBe(20)
  })

  it('sees the real time', async () => {
    const before = Date.now()

    expect(await answerOf('done(Date.now())')).toBeGreaterThanOrEqual(before)
  })

  it('works the same on its first run, when it is busy and when it is large', async () => {
    const filler = Array.from(
      { length: 500 },
      (_, index) => `function f${index}(a) { return a + ${index} }`,
    )
    const source = `${filler.join('\n')}\nvar seen = typeof leaked; leaked = f499(n); done({ seen, n: f1(n) })`

    for (let n = 0; n < 40; n += 1) {
      expect(await answerOf(source, { n })).toEqual({ seen: 'undefined', n: n + 1 })
    }
  })
})

describe('A failing script', () => {
  it('is named, with its own words and the line', async () => {
    await expect(run('var a = 1\n\nnull.name')).rejects.toMatchObject({
      code: 'script_failed',
      message:
        'The script "acme GET /things postRequest" failed on line 3: TypeError: cannot read property \'name\' of null',
    })
  })

  it('tells which line cannot be compiled', async () => {
    await expect(run('var a = 1\nlet b = ;')).rejects.toThrow(
      /cannot be compiled on line 2: SyntaxError/,
    )
  })

  it('may throw anything', async () => {
    await expect(run('throw "no such thing"')).rejects.toThrow(/failed: no such thing$/)
    await expect(run('throw { code: 7 }')).rejects.toThrow(/failed: \{"code":7\}$/)
    await expect(run('throw null')).rejects.toThrow(/failed: null$/)
  })

  it('may fail in a promise it returns', async () => {
    await expect(run('return (async () => { throw new Error("late") })()')).rejects.toThrow(
      /Error: late/,
    )
  })

  it('cannot give done what JSON cannot hold', async () => {
    await expect(run('var a = {}; a.a = a; done(a)')).rejects.toThrow(/circular/)
  })

  it('cannot answer with more than it may', async () => {
    await expect(run('done("x".repeat(10_001))')).rejects.toThrow(
      /gave done\(\) more than 10000 bytes/,
    )
  })

  it('leaves its console to the one who records the failure', async () => {
    const error: Error = await run('console.log("before"); null.a').then(Object, (thrown) => thrown)

    expect(error.cause).toBeInstanceOf(ScriptFailure)
    expect(error.cause).toMatchObject({ kind: 'threw', line: 1, console: ['before'] })
  })
})

describe('The console of a script', () => {
  it('is kept line by line, objects readable, from console and print alike', async () => {
    const { console } = await run('console.log("a", { b: [1] }); print("%s!", "c"); done()')

    expect(console).toEqual(['a { b: [ 1 ] }', 'c!'])
  })

  it('is bounded in lines and in their length', async () => {
    const { console } = await run(
      'for (var i = 0; i < 9; i++) console.log("x".repeat(5000)); done()',
    )

    expect(console).toHaveLength(3)
    expect(console[0]?.length).toBe(2001)
  })
})

describe('A runner', () => {
  it('refuses runs beyond its queue', async () => {
    const small = createScriptRunner({ maxQueue: 1 })
    const runs = ['a', 'b', 'c'].map((name) => small.run({ name, source: 'done(1)' }, {}))

    const endings = await Promise.allSettled(runs)

    const refused = endings.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({ reason: { code: 'unavailable', retryAfterSeconds: 1 } })
    expect(endings[0]).toMatchObject({ value: { value: 1 } })
    await small.close()
  })

  it('knows programs that its thread has forgotten', async () => {
    const runs = Array.from({ length: 2100 }, (_, n) => ({ name: `${n}`, source: `done(${n})` }))
    const roomy = createScriptRunner({ maxQueue: 5000 })

    await Promise.all(runs.map((script) => roomy.run(script, {})))
    const again = await Promise.all(runs.slice(0, 20).map((script) => roomy.run(script, {})))

    expect(again.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, n) => n))
    await roomy.close()
  })

  it('blames no script for a main thread that was busy', async () => {
    const prompt = createScriptRunner({ timeoutMs: 100 })
    await prompt.run({ name: 'first', source: 'done()' }, {})

    const ended = prompt.run({ name: 'second', source: 'done(1)' }, {})
    const busyUntil = performance.now() + 600
    while (performance.now() < busyUntil);

    expect((await ended).value).toBe(1)
    await prompt.close()
  })

  it('serves scripts in turn', async () => {
    const order: string[] = []
    const runAs = async (name: string) => {
      await runner.run({ name, source: 'for (var i = 0; i < 1e4; i++); done()' }, {})
      order.push(name)
    }

    await Promise.all([...Array.from({ length: 20 }, () => runAs('busy')), runAs('other')])

    expect(order.indexOf('other')).toBeLessThan(4)
  })

  it('fails what is under way when it is closed, and takes nothing more', async () => {
    const closing = createScriptRunner()
    const underWay = closing.run({ name: 'loop', source: 'for (;;);' }, {})
    const failed = expect(underWay).rejects.toMatchObject({ code: 'unavailable' })

    await closing.close()

    await failed
    await expect(closing.run({ name: 'a', source: '' }, {})).rejects.toThrow(/closed/)
  })

  it('lets the process end while it is idle, and not while it works', () => {
    const program = `
      import { createScriptRunner } from '${new URL('./pool.ts', import.meta.url)}'
      const runner = createScriptRunner()
      const ended = await runner.run({ name: 'a', source: 'done(40 + 2)' }, {})
      console.log(ended.value)`

    const { status, stdout } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { encoding: 'utf8', timeout: 10_000 },
    )

    expect({ status, stdout }).toEqual({ status: 0, stdout: '42\n' })
  })
})
