import { describe, expect, it } from 'vitest'
import { anElement } from './an-element.ts'
import { createCatalogue } from './catalogue.ts'

const element = (key: string, id: number) => ({
  definition: anElement({ key, id }),
  readme: undefined,
})

describe('The catalogue', () => {
  const catalogue = createCatalogue([], [element('b', 20), element('a', 10), element('10', 30)])

  it('finds an element by key, by id and by id as text', () => {
    expect(catalogue.byKeyOrId('b')?.definition.id).toBe(20)
    expect(catalogue.byKeyOrId(20)?.definition.key).toBe('b')
    expect(catalogue.byKeyOrId('20')?.definition.key).toBe('b')
  })

  it('prefers a key to an id', () => {
    expect(catalogue.byKeyOrId('10')?.definition.id).toBe(30)
  })

  it('has nothing for an unknown key', () => {
    expect(catalogue.byKeyOrId('constructor')).toBeUndefined()
    expect(catalogue.plan('nothing')).toBeUndefined()
  })

  it('lists by id', () => {
    expect(catalogue.list().map(({ definition }) => definition.id)).toEqual([10, 20, 30])
    expect(catalogue.keys()).toEqual(['a', 'b', '10'])
  })

  it('compiles an element once', () => {
    expect(catalogue.plan('a')).toBe(catalogue.byKeyOrId('a')?.plan())
    expect(catalogue.plan('a')?.key).toBe('a')
  })

  it('refuses two elements of one key or one id', () => {
    expect(() => createCatalogue([], [element('a', 1), element('a', 2)])).toThrowError(/key 'a'/)
    expect(() => createCatalogue([], [element('a', 1), element('b', 1)])).toThrowError(/id '1'/)
  })
})
