/** Models of resources: the definitions a body needs, and no more than fits. */
import type { ModelDefinition } from '../format.ts'
import type { JsonObject } from '../json.ts'
import { isJsonObject } from '../json.ts'
import type { Definitions } from './description.ts'
import { definitionNameOf } from './names.ts'
import { referenceOf, referencesIn, referenceTo } from './schema-lookup.ts'

/** A body's schema with the name it has in the model. */
export interface NamedSchema {
  readonly name: string
  readonly schema: JsonObject
}

/**
 * Vendors' models refer to each other without end, and every resource carries its own copy: so many bytes all models of
 * an element may have together, which is what an upload of it can hold.
 */
const allModelsBytes = 6 * 1024 * 1024
const largestModelBytes = 100 * 1024
const smallestModelBytes = 4 * 1024

/** Makes models of one element. */
export interface ModelMaker {
  /** @returns `undefined` without either body. */
  model(
    response: NamedSchema | undefined,
    request: NamedSchema | undefined,
  ): ModelDefinition | undefined
  /** Whether something had to be left out. */
  isCut(): boolean
}

/** @param bodies - How many bodies the element has in all. */
export function createModelMaker(definitions: Definitions, bodies: number): ModelMaker {
  const share = Math.floor(allModelsBytes / Math.max(bodies, 1))
  const budget = Math.max(smallestModelBytes, Math.min(largestModelBytes, share))
  const sizes = new Map<string, number>()
  let isCut = false

  function sizeOf(name: string): number {
    const known = sizes.get(name)
    if (known !== undefined) return known
    const size = JSON.stringify(definitions[name]).length
    sizes.set(name, size)
    return size
  }

  /** What a schema refers to, the nearest first, as far as the budget goes. */
  function closure({ name, schema }: NamedSchema): JsonObject {
    const own = { ...(referenceOf(schema) === name ? {} : { [name]: schema }) }
    const kept: Record<string, JsonObject> = own
    let left = budget - (own[name] ? JSON.stringify(schema).length : 0)
    const queue = own[name] ? [...referencesIn(schema)] : [name]
    const seen = new Set(queue)
    for (const next of queue) {
      const definition = Object.hasOwn(definitions, next) ? definitions[next] : undefined
      if (!definition || Object.hasOwn(kept, next)) continue
      if (sizeOf(next) > left && Object.keys(kept).length > 0) {
        isCut = true
        continue
      }
      left -= sizeOf(next)
      kept[next] = definition
      for (const reference of referencesIn(definition)) {
        if (!seen.has(reference)) queue.push(reference)
        seen.add(reference)
      }
    }
    return withoutOpenReferences(kept)
  }

  return {
    model(response, request) {
      if (!response && !request) return undefined
      return {
        ...(response ? { name: response.name, swagger: closure(response) } : {}),
        ...(request ? { requestName: request.name, requestSwagger: closure(request) } : {}),
        transform: false,
      }
    },
    isCut: () => isCut,
  }
}

/** References to what was left out become "some object". */
function withoutOpenReferences(kept: Readonly<Record<string, JsonObject>>): JsonObject {
  const mend = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mend)
    if (!isJsonObject(value)) return value
    const name = referenceOf(value)
    if (name !== undefined) return Object.hasOwn(kept, name) ? value : { type: 'object' }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mend(member)]))
  }
  return mend(kept) as JsonObject
}

/**
 * The name of a body's schema: the definition it refers to, else one made of words.
 *
 * @param fallback - Such as the operation's id.
 */
export function namedSchema(
  schema: JsonObject,
  fallback: string,
  definitions: Definitions,
): NamedSchema {
  const reference = referenceOf(schema)
  if (reference !== undefined && Object.hasOwn(definitions, reference)) {
    return { name: reference, schema: referenceTo(reference) }
  }
  const wanted = definitionNameOf(fallback)
  const name = Object.hasOwn(definitions, wanted) ? `${wanted}_body` : wanted
  return { name, schema }
}
