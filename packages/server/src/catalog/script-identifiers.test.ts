import { describe, expect, it } from 'vitest'
import { codeOf } from './script-code.ts'
import { undeclaredIdentifiers } from './script-identifiers.ts'

describe('Names a script reads and nobody gives it', () => {
  it.each([
    ['done({ a: params.id })', ['params']],
    ['if (event.id) done()', ['event']],
    ['done(ready ? now : later)', ['later', 'now', 'ready']],
  ])('in %j are %j', (source, names) => {
    expect(undeclaredIdentifiers(source)).toEqual(names)
  })

  it.each([
    ['injected', 'done({ response_body: response_body.data, ok: !response_iserror })'],
    [
      'of JavaScript',
      'done({ at: new Date().toISOString(), s: encodeURIComponent(JSON.stringify({})) })',
    ],
    [
      'declared',
      'var a = 1, b; let c; const [d] = [a]; const { e } = c; function f(g) { return g + b + d + e } f()',
    ],
    [
      'parameters',
      '[1].map(x => x + 1).reduce((sum, y) => sum + y); try { done() } catch (oops) { done(oops) }',
    ],
    ['made by assigning', 'i = 0; done(i)'],
    ['loop variables', 'for (var k in {}) print(k); for (const v of []) print(v)'],
    ['members', 'done({ name: request_body_map.first.last, method() { return this.x } })'],
    [
      'in comments and texts',
      '// nobody\n/* somebody */ done("nothing" + \'else\' + /regular+/g.source)',
    ],
  ])('are none when they are %s', (_how, source) => {
    expect(undeclaredIdentifiers(source)).toEqual([])
  })

  it('are found inside templates, at any depth', () => {
    expect(undeclaredIdentifiers("done(`plain ${inner ? `more ${deep}` : ''} words`)")).toEqual([
      'deep',
      'inner',
    ])
  })
})

describe('The code of a script', () => {
  it('survives texts that never end', () => {
    expect(codeOf('done("open')).toBe('done(""')
    expect(codeOf('done(`open ${x')).toContain('x')
  })

  it('takes linear time on a long line', () => {
    const source = `done(${'a/b,'.repeat(20_000)}1)`

    const started = performance.now()
    codeOf(source)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
