import { describe, expect, it } from 'vitest'
import { Collection } from './collection.ts'

describe('A collection', () => {
  it('gives out ids in order and never the same twice', () => {
    const rows = new Collection<{ id: string }>(18)
    rows.insert({ id: rows.nextId() })
    rows.insert({ id: rows.nextId() })
    rows.delete('19')

    expect(rows.nextId()).toBe('20')
    expect(() => rows.insert({ id: '19' })).toThrow('given out before')
  })

  it('replaces a record where it stands', () => {
    const rows = new Collection<{ id: string; name?: string }>()
    for (let made = 0; made < 12; made += 1) rows.insert({ id: rows.nextId() })
    rows.delete('3')
    rows.replace({ id: '10', name: 'ten' })

    expect(rows.get('10')).toEqual({ id: '10', name: 'ten' })
    expect(rows.all()[8]).toEqual({ id: '10', name: 'ten' })
    expect(() => rows.replace({ id: '3' })).toThrow('No record 3')
  })

  it('finds its way by number, not by text', () => {
    const rows = new Collection<{ id: string }>()
    for (let made = 0; made < 11; made += 1) rows.insert({ id: rows.nextId() })

    expect(rows.positionAfter('9')).toBe(9)
    expect(rows.positionAfter('99')).toBe(11)
  })
})
