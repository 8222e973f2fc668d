import { afterAll, describe, expect, it } from 'vitest'
import { createScriptRunner } from './pool.ts'
import type { ScriptRunner } from './script.ts'

const runner = createScriptRunner({ workers: 2 })
afterAll(() => runner.close())

const answerOf = async (source: string, scope: Record<string, unknown> = {}) =>
  (await runner.run({ name: 'a script', source }, scope)).value

describe('A run leaves nothing behind', () => {
  const single = createScriptRunner()
  afterAll(() => single.close())
  const next = async (source: string) => (await single.run({ name: 'a script', source }, {})).value

  it.each([
    [
      'globals',
      'secret = 1; globalThis.secret2 = 2',
      'done([typeof secret, typeof secret2])',
      ['undefined', 'undefined'],
    ],
    [
      'prototypes',
      'Object.prototype.polluted = 1; Array.prototype.map = null',
      'done([{}.polluted === undefined, [1].map((n) => n + 1)])',
      [true, [2]],
    ],
    [
      'built-ins',
      'JSON.stringify = () => "{}"; Date.now = () => 0; Math.random = () => 0; done()',
      'done([JSON.stringify([1]), Date.now() > 0, Math.random() > 0])',
      ['[1]', true, true],
    ],
    [
      'libraries',
      'require("lodash").map = null; require("moment").locale("xx", {})',
      'done([typeof require("lodash").map, require("moment").locale()])',
      ['function', 'en'],
    ],
    [
      'the platform',
      'CE.b64 = null; console.log = null; require("util").format = null; done = null',
      'console.log(1); done(CE.b64("a"))',
      'YQ==',
    ],
    [
      'registered symbols and weak things',
      'Symbol.for("x").description; globalThis[Symbol.for("x")] = 1',
      'done(globalThis[Symbol.for("x")] === undefined)',
      true,
    ],
    [
      'pending promises',
      'Promise.resolve().then(() => { leaked = 1 }); done()',
      'Promise.resolve().then(() => done(typeof leaked))',
      'undefined',
    ],
    [
      'regular expression statics',
      '/(a)/.test("a"); done()',
      'done(RegExp.$1 === undefined || RegExp.$1 === "")',
      true,
    ],
  ])('of %s', async (_what, first, second, expected) => {
    for (let round = 0; round < 3; round += 1) {
      await next(first).catch(() => undefined)
      expect(await next(second)).toEqual(expected)
    }
  })

  it('of its data, in memory that the next run is given', async () => {
    const fill = `
      const kept = []
      for (const size of [64, 1000, 50_000, 2_000_000]) {
        for (let i = 0; i < 5; i++) kept.push(new Uint8Array(size).fill(0xAA))
      }
      done(kept.length)`
    const search = `
      let seen = 0
      for (const size of [64, 1000, 50_000, 2_000_000]) {
        for (let i = 0; i < 5; i++) seen += new Uint8Array(size).some((byte) => byte !== 0) ? 1 : 0
        seen += new Float64Array(size / 8).some((number) => number !== 0) ? 1 : 0
      }
      done(seen)`

    await next(fill)

    expect(await next(search)).toBe(0)
  })

  it('even when the same script runs a thousand times', async () => {
    const source = 'done([typeof before, (before = 1), require("lodash").uniqueId()])'
    const runs = await Promise.all(Array.from({ length: 1000 }, () => next(source)))

    expect(new Set(runs.map((run) => JSON.stringify(run)))).toEqual(
      new Set(['["undefined",1,"1"]']),
    )
  })

  it('even when it closes the function it is put into and opens another', async () => {
    const source = '}); escaped = (globalThis.escaped || 0) + 1; (function () { return { escaped }'
    const runs = []
    for (let round = 0; round < 30; round += 1) runs.push(await next(source).catch(() => 'failed'))

    expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(1)
    expect(await next('done(typeof escaped)')).toBe('undefined')
  })
})

describe('A script cannot reach', () => {
  it.each([
    ['the host through constructors', 'this.constructor.constructor("return process")()'],
    ['the host through a host function', 'CE.b64.constructor.constructor("return process")()'],
    [
      'the host through an error of the host',
      'try { require("crypto").createHash("x") } catch (e) { e.constructor.constructor("return process")() }',
    ],
    ['process', 'process.exit(1)'],
    ['the bridge', 'bridge.call("url.parse")'],
    ['files by require', 'require("fs")'],
    ['files by require of a path', 'require("../../../../etc/passwd")'],
    ['child processes', 'require("child_process")'],
    ["the host's own module loader", 'require("module")'],
    ['inherited names of the module table', 'require("__proto__")'],
    ['inherited names of lodash', 'require("lodash/constructor").prototype.nothing()'],
    ['files by a static import', 'import fs from "fs"'],
    ['timers', 'setTimeout(done, 1)'],
    ['the network', 'fetch("http://127.0.0.1")'],
    ['WebAssembly', 'new WebAssembly.Memory({ initial: 1 })'],
    ['shared memory waits', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'],
  ])('%s', async (_what, source) => {
    await expect(answerOf(source)).rejects.toMatchObject({ code: 'script_failed' })
  })

  it('files by a dynamic import', async () => {
    const source = 'import("fs").then(() => done("loaded"), (error) => done(error.message))'

    expect(await answerOf(source)).toMatch(/could not load module/)
  })

  it('the prototypes of the host', async () => {
    const source = `
      Object.prototype.polluted = 'yes'
      const trap = JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}')
      done(Object.assign(Object.create(null), { trap, list: [trap] }))`

    const { result } = await runner.run({ name: 'a script', source }, {})

    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(JSON.stringify(result)).not.toContain('__proto__')
  })
})

/** Run an attack beside an innocent script, then another innocent script. */
async function outcomeOf(attacked: ScriptRunner, source: string) {
  const attack = attacked.run({ name: 'attack', source }, {}).then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  const bystander = await attacked.run({ name: 'bystander', source: 'done(6 * 7)' }, {})
  const error = await attack
  const next = await attacked.run({ name: 'next', source: 'done(6 * 7)' }, {})
  return { error, answers: [bystander.value, next.value] }
}

describe('A script that does not end', () => {
  const timeoutMs = 250
  const impatient = createScriptRunner({ workers: 2, timeoutMs })
  afterAll(() => impatient.close())

  it.each([
    ['a loop', 'for (;;);'],
    [
      'a loop that catches everything',
      'for (;;) { try { for (;;); } catch (e) {} finally { for (;;); } }',
    ],
    ['a loop after done', 'done({ a: 1 }); for (;;);'],
    ['a loop while it is compiled', '}); for (;;); (function () {'],
    ['catastrophic backtracking', '/^(a+)+$/.test("a".repeat(50) + "b")'],
    ['backtracking with alternatives', '/^(\\w+\\s?)*$/.test("word ".repeat(30) + "!")'],
    ['backtracking in a replacement', '"x".repeat(60).replace(/(x+x+)+y/, "")'],
    ['a loop in a native function', 'new Array(1e9) + ""'],
    [
      'sorting for ever',
      'const a = Array.from({ length: 1e5 }, Math.random); for (;;) a.sort(() => Math.random() - 0.5)',
    ],
    ['a chain of promises', '(function next() { Promise.resolve().then(next) })()'],
    ['an async loop', '(async () => { for (;;) await null })()'],
    [
      'an endless getter on its own error',
      'throw { get message() { for (;;); }, toJSON() { for (;;); } }',
    ],
    ['an endless toJSON', 'done({ toJSON() { for (;;); } })'],
    ['an endless console', 'for (;;) console.log("x".repeat(1e5))'],
  ])('is stopped in time and fails alone: %s', async (_what, source) => {
    // Native loops would go on for minutes: that this comes to an end within the test's time is the point.
    const { error, answers } = await outcomeOf(impatient, source)

    expect(error).toMatchObject({
      code: 'script_failed',
      message: 'The script "attack" ran longer than 250 ms and was stopped',
    })
    expect(answers).toEqual([42, 42])
  })

  it('does not delay the scripts of another worker', async () => {
    const patient = createScriptRunner({ workers: 2, timeoutMs: 1500 })
    const order: string[] = []
    const runAs = (name: string, source: string) =>
      patient.run({ name, source }, {}).then(
        () => order.push(name),
        () => order.push(`${name} failed`),
      )

    const attack = runAs('attack', 'new Array(1e9) + ""')
    await Promise.all(Array.from({ length: 50 }, () => runAs('bystander', 'done(1)')))
    await attack

    expect(order).toEqual([...Array.from({ length: 50 }, () => 'bystander'), 'attack failed'])
    await patient.close()
  })
})

describe('A script that did not end', () => {
  it('is served by the first thread only from then on: others keep one that it cannot take', async () => {
    const guarded = createScriptRunner({ workers: 2, timeoutMs: 3000 })
    const order: string[] = []
    const runAs = (name: string, source: string) =>
      guarded.run({ name, source }, {}).then(
        () => order.push(name),
        () => order.push(`${name} failed`),
      )
    await runAs('attack', 'for (;;);')
    order.length = 0

    const attacks = [runAs('attack', 'for (;;);'), runAs('attack', 'for (;;);')]
    for (let turn = 0; turn < 5; turn += 1) await runAs('bystander', 'done(1)')
    await Promise.all(attacks)

    expect(order).toEqual([
      ...Array.from({ length: 5 }, () => 'bystander'),
      'attack failed',
      'attack failed',
    ])
    await guarded.close()
  })
})

describe('A script of one instance', () => {
  it('sees nothing of another instance, whose script ran right before it in the same memory', async () => {
    const single = createScriptRunner()
    const secret = 'sk-live-4f9a-of-the-other-instance'
    await single.run(
      { name: 'one', source: 'kept = configuration; done({ length: configuration.key.length })' },
      { configuration: { key: secret } },
    )
    const search = `
      const found = []
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        try { if (JSON.stringify(globalThis[name])?.includes('sk-live')) found.push(name) } catch (e) {}
      }
      for (let size = 64; size < 4e6; size *= 2) {
        const text = String.fromCharCode.apply(null, new Uint8Array(size).subarray(0, 5e4))
        if (text.includes('sk-live')) found.push(size)
      }
      done({ found, kept: typeof kept, configuration })`

    const { value } = await single.run({ name: 'two', source: search }, { configuration: {} })
    await single.close()

    expect(value).toEqual({ found: [], kept: 'undefined', configuration: {} })
  })
})

describe('A script that wants too much', () => {
  // Eating memory takes time, on a busy machine more than a script may have: here only memory is to run out.
  const patient = createScriptRunner({ workers: 2, timeoutMs: 25_000 })
  afterAll(() => patient.close())
  const memory = /needed more than the 64 MB of memory it may have and was stopped/
  const depth = /stack overflow|nests too deeply/

  it.each([
    ['endless recursion', '(function f() { f() })()', depth],
    ['endless recursion in native functions', '(function f() { [1].map(f) })()', depth],
    [
      'endless recursion through a proxy',
      'const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.a',
      depth,
    ],
    ['deeply nested JSON', 'JSON.parse("[".repeat(5e6))', depth],
    [
      'a deeply nested answer',
      'let a = {}; for (let i = 0; i < 2e4; i++) a = { a }; done(a)',
      depth,
    ],
    ['a deeply nested expression', 'eval("(".repeat(1e5))', depth],
    ['typed arrays', 'const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))', memory],
    ['strings', 'const a = []; for (;;) a.push("x".repeat(1e5) + a.length)', memory],
    ['objects', 'const a = []; for (;;) a.push({ a: [a.length] })', memory],
    [
      'promises',
      '(function f() { for (let i = 0; i < 100; i++) Promise.resolve().then(f) })()',
      memory,
    ],
    [
      'data to hash',
      'const h = require("crypto").createHash("md5"); for (;;) h.update("x".repeat(1e6) + Math.random())',
      memory,
    ],
    ['a string that doubles', 'let s = "x"; for (;;) s += s', /string too long|64 MB/],
    ['an answer', 'done("x".repeat(1.2e7))', /more than 10485760 bytes/],
  ])('fails alone: %s', async (_what, source, message) => {
    const { error, answers } = await outcomeOf(patient, source)

    expect(error).toMatchObject({ code: 'script_failed' })
    expect(error?.message).toMatch(message)
    expect(answers).toEqual([42, 42])
  })

  it('gives its memory back', async () => {
    const bomb = 'const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))'
    const bombs = async () => {
      for (let round = 0; round < 4; round += 1) await answerOf(bomb).catch(() => undefined)
      await Promise.all(Array.from({ length: 8 }, () => answerOf('done(1)')))
    }
    await bombs()
    const beforeMb = process.memoryUsage.rss() / 1e6

    for (let round = 0; round < 3; round += 1) await bombs()

    expect(process.memoryUsage.rss() / 1e6 - beforeMb).toBeLessThan(60)
  })
})
