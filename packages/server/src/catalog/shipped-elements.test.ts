import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lintElement } from './lint.ts'
import { loadCatalogue } from './load.ts'
import { elementSwagger } from './swagger.ts'
import { swaggerProblems } from './swagger-problems.ts'

const catalogue = await loadCatalogue(join(import.meta.dirname, '../../../../elements'))

describe('The catalogue we ship', () => {
  it('has hubs, each with a key and an id of its own', () => {
    const keys = catalogue.hubs.map((hub) => hub.key)
    const ids = catalogue.hubs.map((hub) => hub.id)

    expect(keys).toContain('crm')
    expect([new Set(keys).size, new Set(ids).size]).toEqual([keys.length, ids.length])
  })

  it('has elements that compile, belong to a hub and lint without errors', () => {
    const hubs = catalogue.hubs.map((hub) => hub.key)

    const problems = catalogue.list().flatMap((element) => {
      const plan = element.plan()
      const errors = lintElement(element.definition).filter(({ severity }) => severity === 'error')
      const found = errors.map(({ place, message }) => `${plan.key} ${place}: ${message}`)
      return hubs.includes(plan.hub) ? found : [...found, `${plan.key}: no hub ${plan.hub}`]
    })

    expect(problems).toEqual([])
  })

  it('has elements with valid Swagger', () => {
    const options = { host: 'localhost', schemes: ['https'], hubPrefix: true } as const

    const problems = catalogue.list().flatMap((element) => {
      return swaggerProblems(elementSwagger(element.plan(), options))
    })

    expect(problems).toEqual([])
  })
})
