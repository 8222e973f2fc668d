/** Element definition -> frozen plan. All knowledge of the format's strings is here; the runtime parses none. */
import { compileObjects } from './compile-object.ts'
import { compileResource, hookScript, hubPath } from './compile-resource.ts'
import { compileDefaultFields } from './default-fields.ts'
import type { ElementDefinition } from './format.ts'
import { compilePagination } from './pagination.ts'
import type { ElementPlan, ResourcePlan } from './plan.ts'
import { createRouter } from './router.ts'
import { secretKeysOf } from './secret-keys.ts'

/**
 * Compile an element for running.
 *
 * @param definition - Normalised and valid (`normalise.ts`, `validate.ts`). It is kept by reference and must not change
 *   afterwards. Without an id the plan's id is 0: it can run, but nothing can refer to it.
 * @throws {ValenceError} `invalid_request`: an object's fields can't be mapped, because a path is not valid or a value table is
 *   missing. `lintElement` says so beforehand.
 */
export function compileElement(definition: ElementDefinition): ElementPlan {
  const { key, hub } = definition
  const configuration = definition.configuration ?? []
  const objects = compileObjects(definition)
  const defaults = Object.freeze(
    Object.fromEntries(configuration.map((entry) => [entry.key, entry.defaultValue ?? null])),
  )
  const pagination = compilePagination(defaults)
  const context = { key, hub, parameters: definition.parameters ?? [], objects, pagination }
  const resources = (definition.resources ?? []).map((one) => compileResource(one, context))
  return Object.freeze({
    definition,
    id: definition.id ?? 0,
    key,
    name: definition.name,
    hub,
    authenticationType: definition.authentication?.type ?? 'custom',
    configuration: new Map(configuration.map((entry) => [entry.key, entry])),
    defaults,
    secretKeys: secretKeysOf(configuration),
    resources: Object.freeze(resources),
    lifecycle: byType(resources.filter((resource) => !resource.callable)),
    preHook: hookScript(key, definition.hooks, 'preRequest'),
    postHook: hookScript(key, definition.hooks, 'postRequest'),
    objects,
    pagination,
    namesCallbacks: namesCallbacks(definition),
    defaultFields: compileDefaultFields(defaults['default.select.fields.map']),
    ...createRouter(resources.filter((resource) => resource.callable)),
    find: finder(resources, hub),
  })
}

/** In a parameter, a path or a hook; see `runtime/callback-tokens.ts`. */
function namesCallbacks({ parameters, hooks, resources }: ElementDefinition): boolean {
  const owners = [{ parameters, hooks, vendorPath: '' }, ...(resources ?? [])]
  return owners.some((owner) =>
    [
      owner.vendorPath,
      ...(owner.parameters ?? []).map(({ name }) => name),
      ...(owner.hooks ?? []).map(({ body }) => body),
    ].some((text) => /webhookCallbackUrl|encodedId/i.test(text ?? '')),
  )
}

function byType(resources: readonly ResourcePlan[]): ReadonlyMap<string, readonly ResourcePlan[]> {
  return Map.groupBy(resources, (resource) => resource.type)
}

/** By the very path first; the names of variables may differ between a chain and its target. */
function finder(resources: readonly ResourcePlan[], hub: string): ElementPlan['find'] {
  const index = new Map<string, ResourcePlan>()
  for (const resource of resources) {
    for (const key of findKeys(resource.method, resource.path)) {
      if (!index.has(key)) index.set(key, resource)
    }
  }
  return (method, path) => {
    const [exact, shape] = findKeys(method, hubPath(path, hub))
    return index.get(exact) ?? index.get(shape)
  }
}

function findKeys(method: string, path: string): readonly [string, string] {
  const exact = `${method.toUpperCase()} ${path}`
  return [exact, exact.replace(/\{[^{}]*\}/g, '{}')]
}
