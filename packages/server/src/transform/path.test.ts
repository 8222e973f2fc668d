import { describe, expect, it } from 'vitest'
import type { Row } from './mapping.ts'
import { isForbidden, parsePath } from './path.ts'
import { compileGet, compileSet } from './path-access.ts'

const get = (path: string, root: unknown) => compileGet(parsePath(path))(root)
const set = (path: string, root: Row, value: unknown) => {
  compileSet(parsePath(path))(root, value)
  return root
}

describe('parsePath', () => {
  it.each([
    [
      'a.b',
      [
        { kind: 'member', name: 'a' },
        { kind: 'member', name: 'b' },
      ],
    ],
    ['a[*]', [{ kind: 'member', name: 'a' }, { kind: 'all' }]],
    ['a[]', [{ kind: 'member', name: 'a' }, { kind: 'all' }]],
    [
      'a[0][1]',
      [
        { kind: 'member', name: 'a' },
        { kind: 'index', index: 0 },
        { kind: 'index', index: 1 },
      ],
    ],
    ['a.size()', [{ kind: 'member', name: 'a' }, { kind: 'size' }]],
    [
      '`a.b`.with space',
      [
        { kind: 'member', name: 'a.b' },
        { kind: 'member', name: 'with space' },
      ],
    ],
  ])('reads %s', (text, expected) => {
    expect(parsePath(text)).toEqual(expected)
  })

  it.each([
    ['a[id=4]', ['id'], 4],
    ["a[id='4']", ['id'], '4'],
    ['a[field=PHONE1]', ['field'], 'PHONE1'],
    ['a[type.code=x y]', ['type', 'code'], 'x y'],
    ['a[primary=true]', ['primary'], true],
    ['a[zip=007]', ['zip'], '007'],
    ['a[?(@.id==2)]', ['id'], 2],
    ["a[?(@.type.code == 'x]y')]", ['type', 'code'], 'x]y'],
  ])('reads the selector of %s', (text, member, value) => {
    expect(parsePath(text)[1]).toEqual({ kind: 'element', member, value })
  })

  it.each([
    ['', 'character 1: a name belongs here'],
    ['a.', 'character 3: a name belongs here'],
    ['a..b', 'character 3: a name belongs here'],
    ['[0].a', 'character 1: a name belongs here'],
    ['a[0', 'character 2: the [ is not closed'],
    ['a[x]', 'a selector is *, an index, name=value'],
    ['a[0]b', 'character 5: a dot or a [ belongs here'],
    ['a[10001]', 'an index is at most 10000'],
    ['a.size().b', 'size() must be last'],
    [Array(40).fill('a').join('.'), 'more than 32 steps'],
    ['a'.repeat(1001), 'longer than 1000 characters'],
  ])('refuses %j', (text, part) => {
    expect(() => parsePath(text)).toThrow(
      expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining(part) }),
    )
  })

  it('takes time in proportion to the length of hostile paths', () => {
    const started = performance.now()

    for (const text of [
      `a[${'['.repeat(900)}`,
      `a[${"'".repeat(901)}`,
      `a[?(@.${' '.repeat(900)}`,
    ]) {
      expect(() => parsePath(text)).toThrow('is not valid')
    }
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('compileGet', () => {
  const record = {
    a: { b: 1 },
    list: [{ id: 1, v: 'x' }, { id: 2, v: 'y' }, { v: 'z' }],
    single: { id: 1, v: 'only' },
  }

  it.each([
    ['a.b', 1],
    ['a.c', undefined],
    ['a.b.c', undefined],
    ['list[0].v', 'x'],
    ['list[9].v', undefined],
    ['list[id=2].v', 'y'],
    ["list[id='2'].v", 'y'],
    ['list[?(@.id==2)].v', 'y'],
    ['list[*].id', [1, 2, undefined]],
    ['list.size()', 3],
    ['list.v', undefined],
    ['single[*].v', ['only']],
    ['single[id=1].v', 'only'],
    ['a.constructor', undefined],
    ['a.__proto__', undefined],
  ])('reads %s', (path, expected) => {
    expect(get(path, record)).toEqual(expected)
  })
})

describe('compileSet', () => {
  it.each([
    ['a.b.c', 1, { a: { b: { c: 1 } } }],
    ['a[1].b', 1, { a: [null, { b: 1 }] }],
    ['a[field=PHONE1].number', '5', { a: [{ field: 'PHONE1', number: '5' }] }],
    ['a[?(@.x.y==2)].z', 3, { a: [{ x: { y: 2 }, z: 3 }] }],
    ['a[*].b', [1, undefined, 3], { a: [{ b: 1 }, null, { b: 3 }] }],
    ['a[*].b', 1, { a: [{ b: 1 }] }],
    ['a.size()', 1, {}],
    ['__proto__.x', 1, {}],
    ['a.constructor.prototype.x', 1, {}],
    ['a[__proto__=1].x', 1, {}],
  ])('writes %s', (path, value, expected) => {
    expect(set(path, {}, value)).toEqual(expected)
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  it('adds to what is there, and replaces parents that are no objects', () => {
    expect(set('a[id=1].y', { a: [{ id: 1, x: 1 }] }, 2)).toEqual({ a: [{ id: 1, x: 1, y: 2 }] })
    expect(set('a.b', { a: 5 }, 2)).toEqual({ a: { b: 2 } })
    expect(set('a[0]', { a: 'text' }, 2)).toEqual({ a: [2] })
  })
})

describe('isForbidden', () => {
  it('knows the names that reach a prototype, also inside selectors', () => {
    expect(isForbidden(parsePath('a.__proto__.b'))).toBe(true)
    expect(isForbidden(parsePath('a[constructor.x=1].b'))).toBe(true)
    expect(isForbidden(parsePath('a.toString'))).toBe(false)
  })
})
