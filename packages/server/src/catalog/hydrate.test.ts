import { describe, expect, it } from 'vitest'
import { hydrateHooks } from './hydrate.ts'
import { isJsonObject, objectsOf } from './json.ts'

const document = {
  hooks: [{ type: 'event' }],
  resources: [
    {
      id: 31,
      method: 'GET',
      path: '/hubs/crm/contacts/{id}',
      type: 'api',
      hooks: [{ type: 'preRequest' }],
    },
    { id: 32, method: 'POST', path: '/hubs/crm/contacts', type: 'api', hooks: [] },
  ],
}

const bodies = (element: unknown) => {
  if (!isJsonObject(element)) return []
  const ofResources = objectsOf(element.resources).map((resource) => resource.hooks)
  return [element.hooks, ...ofResources].map((hooks) =>
    objectsOf(hooks).map(({ type, body }) => [type, body]),
  )
}

const withFiles = (...files: readonly [string, string][]) =>
  hydrateHooks(document, { files: new Map(files) })

describe('Hook bodies beside an element', () => {
  it.each([
    'hooks/GET-contacts-id-preRequest.js',
    'hooks/GET-contacts-{id}-preRequest.js',
    'resources/GET-hubs-crm-contacts-{id}-preRequestHook.js',
    'resources/GET--hubs-crm-contacts-id-preRequestHook.js',
    'resources/31preRequestHook.js',
  ])('%s is the hook of its resource', (file) => {
    expect(bodies(withFiles([file, 'done()']))[1]).toEqual([['preRequest', 'done()']])
  })

  it.each(['eventHook.js', 'hooks/event.js'])('%s is the hook of the element', (file) => {
    expect(bodies(withFiles([file, 'done()']))[0]).toEqual([['event', 'done()']])
  })

  it('adds a hook that the element does not announce', () => {
    const element = withFiles(
      ['hooks/POST-contacts-postRequest.js', 'done()'],
      ['preRequestHook.js', 'x'],
    )

    expect(bodies(element)[2]).toEqual([['postRequest', 'done()']])
    expect(bodies(element)[0]).toContainEqual(['preRequest', 'x'])
  })

  it('keeps a body that is already there', () => {
    const hooks = [{ type: 'preRequest', body: 'inline' }]
    const element = hydrateHooks({ hooks }, { files: new Map([['preRequestHook.js', 'file']]) })

    expect(bodies(element)[0]).toEqual([['preRequest', 'inline']])
  })

  it('follows references to files', () => {
    const hooks = [{ type: 'preRequest', bodyOrRef: true, ref: 'sign.js' }]
    const element = hydrateHooks({ hooks }, { files: new Map([['hooks/sign.js', 'done()']]) })

    expect(element.hooks).toEqual([{ type: 'preRequest', body: 'done()' }])
  })

  it('takes bodies from an older export of the same element', () => {
    const resources = [{ ...document.resources[0], hooks: [{ type: 'preRequest', body: 'old' }] }]
    const element = hydrateHooks(document, {
      importDocument: { hooks: [{ type: 'event', body: 'e' }], resources },
    })

    expect(bodies(element)).toEqual([[['event', 'e']], [['preRequest', 'old']], []])
  })

  it('refuses a file that belongs to no resource, or to two', () => {
    const twice = {
      resources: [document.resources[1], { ...document.resources[1], type: 'onProvision' }],
    }
    const files = new Map([['hooks/POST-contacts-preRequest.js', 'x']])

    expect(() => withFiles(['hooks/GET-nowhere-preRequest.js', 'x'])).toThrowError(/no resource/)
    expect(() => hydrateHooks(twice, { files })).toThrowError(/2 resources/)
  })
})
