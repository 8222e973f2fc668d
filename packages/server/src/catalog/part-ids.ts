/** Ids of the parts of an element that an organization made: given once, kept for as long as the part is there. */
import type { ElementDefinition } from './format.ts'
import { type JsonObject, objectsOf } from './json.ts'

type Part = JsonObject
type Identify = (part: Part) => string

/** What makes a part the same one in a former and a new version of its list. */
const identities = {
  configuration: (entry: Part) => join(entry.key),
  parameters: (one: Part) => join(one.type, one.name, one.vendorType, one.vendorName, one.source),
  hooks: (hook: Part) => join(hook.type),
  resources: (resource: Part) => join(resource.method, resource.path, resource.type),
  named: (part: Part) => join(part.name),
  fields: (field: Part) => join(field.path, field.vendorPath, field.vendorName),
} as const satisfies Record<string, Identify>

/**
 * Give every part an id: its own where it has one, else that of the same part of the former version, else a new one.
 *
 * @param definition - Normalised; ids in it are ours.
 * @param former - The version before; `undefined` for a new element.
 * @param nextId - A new id, another one each time.
 */
export function numberParts<Definition extends Partial<ElementDefinition>>(
  definition: Definition,
  former: Partial<ElementDefinition> | undefined,
  nextId: () => number,
): Definition {
  const number = numbering(nextId)
  const withFields = (part: Part, before: Part | undefined) => ({
    ...part,
    ...number('fields', part.fields, before?.fields, identities.fields),
  })
  const withMovers = (part: Part, before: Part | undefined) => ({
    ...part,
    ...number('parameters', part.parameters, before?.parameters, identities.parameters),
    ...number('hooks', part.hooks, before?.hooks, identities.hooks),
  })
  const whole = definition as JsonObject
  const earlier = (former ?? {}) as JsonObject
  const list = (
    name: string,
    identify: Identify,
    inside = (part: Part, _: Part | undefined) => part,
  ) => number(name, whole[name], earlier[name], identify, inside)
  return {
    ...definition,
    ...list('configuration', identities.configuration),
    ...list('parameters', identities.parameters),
    ...list('hooks', identities.hooks),
    ...list('resources', identities.resources, withMovers),
    ...list('objects', identities.named, withFields),
    ...list('models', identities.named, withFields),
  }
}

function numbering(nextId: () => number) {
  return (
    name: string,
    list: unknown,
    former: unknown,
    identify: Identify,
    inside: (part: Part, before: Part | undefined) => Part = (part) => part,
  ): JsonObject => {
    if (!Array.isArray(list)) return {}
    const parts = objectsOf(list)
    const claimed = new Set(parts.flatMap(({ id }) => (typeof id === 'number' ? [id] : [])))
    const before = objectsOf(former)
    const free = Map.groupBy(
      before.filter(({ id }) => !claimed.has(id as number)),
      identify,
    )
    return {
      [name]: parts.map((part) => {
        const same =
          typeof part.id === 'number'
            ? before.find(({ id }) => id === part.id)
            : free.get(identify(part))?.shift()
        // The id stands first: it is what a reader of the JSON looks for.
        const { id = same?.id ?? nextId(), ...rest } = part
        return { id, ...inside(rest, same) }
      }),
    }
  }
}

function join(...members: readonly unknown[]): string {
  return JSON.stringify(members)
}
