import { describe, expect, it } from 'vitest'
import { anElement, aParameter, aResource } from './an-element.ts'
import type { ElementDefinition } from './format.ts'
import { numberParts } from './part-ids.ts'

/** Numbers from 100 up. */
function numbers(): () => number {
  let next = 100
  return () => next++
}

const number = (definition: ElementDefinition, former?: ElementDefinition) =>
  numberParts(definition, former, numbers())

describe('Ids of the parts of an element', () => {
  const element = anElement({
    hooks: [{ type: 'preRequest', body: '1' }],
    objects: [{ name: 'contacts', fields: [{ path: 'a' }, { path: 'b' }] }],
  })

  it('are given to every part, each another', () => {
    const { configuration, resources, hooks, objects } = number(element)
    const [resource] = resources ?? []

    const lists: readonly (readonly { readonly id?: number }[] | undefined)[] = [
      configuration,
      resources,
      hooks,
      objects,
      resource?.parameters,
      objects?.[0]?.fields,
    ]
    const ids = lists.flatMap((list) => (list ?? []).map(({ id }) => id))
    expect(ids).toHaveLength(new Set(ids).size)
    expect(ids.every((id) => (id ?? 0) >= 100)).toBe(true)
  })

  it('stay with the parts that are the same in the version before', () => {
    const former = number(element)
    const contacts = aResource({ vendorPath: '/other' })
    const leads = aResource({ path: '/hubs/crm/leads' })

    const changed: ElementDefinition = {
      ...element,
      resources: [leads, contacts],
      objects: [{ name: 'contacts', fields: [{ path: 'b' }, { path: 'c' }] }],
    }
    const { resources, objects } = numberParts(changed, former, () => 999)

    expect(resources?.map(({ id }) => id)).toEqual([999, former.resources?.[0]?.id])
    expect(resources?.[1]?.parameters).toEqual(former.resources?.[0]?.parameters)
    expect(objects?.[0]?.fields?.map(({ id }) => id)).toEqual([
      former.objects?.[0]?.fields?.[1]?.id,
      999,
    ])
  })

  it('that a part already has stay, and are given to no other', () => {
    const former = number(element)
    const [kept] = former.resources ?? []

    const { resources } = numberParts(
      { ...element, resources: [aResource(), { ...aResource(), ...kept, vendorPath: '/x' }] },
      former,
      () => 999,
    )

    expect(resources?.map(({ id }) => id)).toEqual([999, kept?.id])
  })

  it('tell parts apart that look the same, in their order', () => {
    const twice = { ...element, parameters: [aParameter('query', 'a'), aParameter('query', 'a')] }
    const former = number(twice)

    expect(numberParts(twice, former, () => 999).parameters).toEqual(former.parameters)
  })
})
