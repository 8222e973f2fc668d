import { describe, expect, it } from 'vitest'
import { mergeDefinitions, mergeTransformations } from './levels.ts'
import type { Transformation } from './transformation.ts'

const inherit = { type: 'inherit' }

function said(overrides: Partial<Transformation>): Transformation {
  return { fields: [], configuration: [], isLegacy: false, ...overrides }
}
const field = (path: string, vendorPath: string) => ({ path, vendorPath })

describe('the levels of a definition', () => {
  it('are one object with the fields of all of them; the lower one counts', () => {
    const merged = mergeDefinitions({
      organization: { fields: [{ path: 'a', type: 'string' }, { path: 'b' }] },
      instance: { fields: [{ path: 'a', type: 'number' }, { path: 'c' }] },
    })

    expect(merged?.fields).toEqual([{ path: 'b' }, { path: 'a', type: 'number' }, { path: 'c' }])
    expect(mergeDefinitions({})).toBeUndefined()
  })
})

describe('the levels of a transformation', () => {
  const organization = said({
    vendorName: 'Contact',
    fields: [field('a', 'A'), field('b', 'B')],
    configuration: [{ type: 'passThrough' }],
    script: { body: 'done(1)' },
    isLegacy: true,
  })

  it('add up where the lower one inherits: fields by path, rules by type', () => {
    const account = said({
      fields: [field('b', 'Bee'), field('c', 'C')],
      configuration: [inherit, { type: 'addToDocumentation' }],
    })

    const merged = mergeTransformations({ organization, account })

    expect(merged?.fields).toEqual([field('a', 'A'), field('b', 'Bee'), field('c', 'C')])
    expect(merged?.configuration.map(({ type }) => type)).toEqual([
      'passThrough',
      'inherit',
      'addToDocumentation',
    ])
    expect(merged).toMatchObject({ vendorName: 'Contact', script: { body: 'done(1)' } })
    expect(merged?.isLegacy).toBe(true)
  })

  it('run the script of the lowest level that has one', () => {
    const instance = said({ configuration: [inherit], script: { body: 'done(2)' } })

    const merged = mergeTransformations({ organization, instance })

    expect(merged).toMatchObject({ script: { body: 'done(2)' }, isLegacy: false })
  })

  it('begin anew where a level does not inherit', () => {
    const account = said({ vendorName: 'Lead', fields: [field('c', 'C')] })

    expect(mergeTransformations({ organization, account })).toEqual(account)
    expect(mergeTransformations({ organization })).toEqual(organization)
    expect(mergeTransformations({})).toBeUndefined()
  })
})
