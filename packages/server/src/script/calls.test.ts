import { afterAll, describe, expect, it } from 'vitest'
import { createScriptRunner } from './pool.ts'
import type { MakeCall, ScriptCall } from './script.ts'

const runner = createScriptRunner()
afterAll(() => runner.close())

const script = (source: string) => ({ name: 'caller', source })
const answering =
  (seen: ScriptCall[] = []): MakeCall =>
  async (call) => {
    seen.push(call)
    return { status: 201, headers: { 'x-a': '1' }, body: `{"said":${JSON.stringify(call.body)}}` }
  }
/** A call that ends when the test says so. */
function held() {
  let release = () => {}
  const ended = new Promise<void>((resolve) => {
    release = resolve
  })
  const makeCall: MakeCall = async () => {
    await ended
    return { status: 200, headers: {}, body: 'late' }
  }
  return { makeCall, release: () => release() }
}

const get = `
  const https = require('https')
  https.get('https://vendor.example/x', (res) => {
    let text = ''
    res.on('data', (chunk) => { text += chunk })
    res.on('end', () => done({ text, kept }))
  }).on('error', (error) => done({ error: error.message }))`

describe("A script's own calls", () => {
  it('are made as the script writes them, and their callbacks call done', async () => {
    const seen: ScriptCall[] = []
    const source = `
      const https = require('https')
      const req = https.request({ method: 'POST', hostname: 'vendor.example', port: 8443, path: '/a?b=1',
        headers: { 'X-Key': 'k', none: null } }, function (res) {
        var responseString = ''
        res.on('data', function (data) { responseString += data })
        res.on('end', function () {
          done({ status: res.statusCode, header: res.headers['x-a'], body: JSON.parse(responseString) })
        })
      })
      req.write('one ')
      req.end('two')`

    const { value } = await runner.run(script(source), {}, { makeCall: answering(seen) })

    expect(seen).toEqual([
      {
        method: 'POST',
        url: 'https://vendor.example:8443/a?b=1',
        headers: { 'X-Key': 'k' },
        body: 'one two',
      },
    ])
    expect(value).toEqual({ status: 201, header: '1', body: { said: 'one two' } })
  })

  it('may follow one another and run side by side', async () => {
    const source = `
      const http = require('http')
      const said = []
      const ask = (name, next) => http.request('http://v.example/' + name, { method: 'POST' }, (res) => {
        res.on('data', (data) => { said.push(JSON.parse(data).said) })
        res.on('end', next)
      }).end(name)
      let open = 2
      const both = () => { open -= 1; if (open === 0) ask('c', () => done({ said: said.sort() })) }
      ask('a', both)
      ask('b', both)`

    expect((await runner.run(script(source), {}, { makeCall: answering() })).value).toEqual({
      said: ['a', 'b', 'c'],
    })
  })

  it('leave the thread to other scripts, and find their memory as they left it', async () => {
    const slow = held()
    const waiting = runner.run(script(`const kept = [1, { a: 'x' }];${get}`), {}, slow)

    const others = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        runner.run(script(`const kept = new Array(50000).fill(${n}); done({ n: kept[7] })`), {}),
      ),
    )
    slow.release()

    expect(others.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })))
    expect((await waiting).value).toEqual({ text: 'late', kept: [1, { a: 'x' }] })
  })

  it('leave nothing of a waiting script to the one that runs meanwhile', async () => {
    const slow = held()
    const waiting = runner.run(script(`secret = 'mine'; const kept = 1;${get}`), {}, slow)

    const other = await runner.run(script('done({ seen: typeof secret })'), {})
    slow.release()
    await waiting

    expect(other.value).toEqual({ seen: 'undefined' })
  })

  it('that fail reach the error listener, and without one the script fails', async () => {
    const makeCall: MakeCall = async () => {
      throw new Error('The address may not be called from here')
    }
    const deaf = "require('https').get('https://10.0.0.1/')"

    const heard = await runner.run(script(`const kept = 1;${get}`), {}, { makeCall })

    expect(heard.value).toEqual({ error: 'The address may not be called from here' })
    await expect(runner.run(script(deaf), {}, { makeCall })).rejects.toThrow(
      /failed: Error: The address may not be called/,
    )
  })

  it('end with an error that a callback throws', async () => {
    const source =
      "require('http').get('http://v.example/', () => { throw new TypeError('no such') })"

    await expect(runner.run(script(source), {}, { makeCall: answering() })).rejects.toThrow(
      /TypeError: no such/,
    )
  })

  it('are five at most, and none where nobody performs them', async () => {
    const source = `
      let failed = ''
      for (let i = 0; i < 6; i++) {
        try { require('http').get('http://v.example/') } catch (error) { failed = i + ' ' + error.message }
      }
      done({ failed })`

    expect((await runner.run(script(source), {}, { makeCall: answering() })).value).toEqual({
      failed: '5 A script may make 5 calls of its own',
    })
    expect((await runner.run(script(source), {})).value).toEqual({
      failed: '5 A script cannot make calls of its own here',
    })
  })

  it('do not keep a script alive for ever', async () => {
    const impatient = createScriptRunner({ waitingMs: 50 })
    const never: MakeCall = () => new Promise(() => {})

    const run = impatient.run(script(`const kept = 1;${get}`), {}, { makeCall: never })

    await expect(run).rejects.toMatchObject({
      code: 'script_failed',
      message: expect.stringContaining('waited longer than 50 ms'),
    })
    await impatient.close()
  })

  it('do not add to what it may compute', async () => {
    const impatient = createScriptRunner({ timeoutMs: 300 })
    const source = `
      const again = () => require('http').get('http://v.example/', (res) => res.on('end', () => { for (;;); }))
      again()`

    await expect(
      impatient.run(script(source), {}, { makeCall: answering() }),
    ).rejects.toMatchObject({ message: expect.stringContaining('ran longer than 300 ms') })
    await impatient.close()
  })

  it('are lost alone when the thread dies over another script', async () => {
    const single = createScriptRunner({ timeoutMs: 300 })
    const slow = held()
    const waiting = single.run(script(`const kept = 1;${get}`), {}, slow)
    const outcome = waiting.catch((error: unknown) => error)

    await single.run(script('new Array(1e9) + ""'), {}).catch(() => undefined)
    slow.release()

    expect(await outcome).toMatchObject({ code: 'unavailable' })
    expect((await single.run(script('done(1)'), {})).value).toBe(1)
    await single.close()
  })

  it('may be many at a time, and too many are refused', async () => {
    const slow = held()
    const runs = Array.from({ length: 20 }, () =>
      runner.run(script(`const kept = 1;${get}`), {}, slow).then(
        () => 'answered',
        (error: { code: string }) => error.code,
      ),
    )
    await runner.run(script('done()'), {})
    for (let turn = 0; turn < 40; turn += 1) await runner.run(script(`done(${turn})`), {})
    slow.release()

    const ends = await Promise.all(runs)

    expect(ends.filter((end) => end === 'answered').length).toBe(16)
    expect(new Set(ends)).toEqual(new Set(['answered', 'unavailable']))
  })
})
