/** Elements for tests. */
import { compileElement } from './compile.ts'
import type { ElementDefinition, ParameterDefinition, ResourceDefinition } from './format.ts'
import { normaliseElement } from './normalise.ts'
import type { ElementPlan } from './plan.ts'

/** A parameter of the public interface that goes to the vendor under its own name. */
export function aParameter(
  type: ParameterDefinition['type'],
  name: string,
  overrides: Partial<ParameterDefinition> = {},
): ParameterDefinition {
  const vendorType = type === 'path' || type === 'body' ? type : 'query'
  return { type, name, vendorType, vendorName: name, source: 'request', ...overrides }
}

/** `GET /contacts` with paging, unless told otherwise. */
export function aResource(overrides: Partial<ResourceDefinition> = {}): ResourceDefinition {
  return {
    path: '/hubs/crm/contacts',
    vendorPath: '/people',
    method: 'GET',
    vendorMethod: 'GET',
    type: 'api',
    parameters: [aParameter('query', 'page'), aParameter('query', 'pageSize')],
    hooks: [],
    ...overrides,
  }
}

/** A small element, normalised, with id 7. */
export function anElement(overrides: Partial<ElementDefinition> = {}): ElementDefinition {
  return normaliseElement(
    {
      id: 7,
      key: 'example',
      name: 'Example',
      hub: 'crm',
      authentication: { type: 'oauth2' },
      configuration: [
        {
          key: 'base.url',
          name: 'Base URL',
          type: 'TEXTFIELD_128',
          defaultValue: 'https://v.test',
        },
        { key: 'pagination.type', name: 'Paging', type: 'TEXTFIELD_32', defaultValue: 'page' },
        { key: 'pagination.max', name: 'Page size', type: 'TEXTFIELD_32', defaultValue: '100' },
      ],
      parameters: [],
      hooks: [],
      resources: [aResource()],
      objects: [],
      ...overrides,
    },
    { keepIds: true },
  )
}

/** The same, compiled. */
export function aPlan(overrides: Partial<ElementDefinition> = {}): ElementPlan {
  return compileElement(anElement(overrides))
}
