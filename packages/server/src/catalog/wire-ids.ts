/**
 * Ids of the parts of an element. Definitions of the catalogue carry none, clients need one for every configuration
 * entry, parameter, resource, hook and object: it is counted, kind by kind, in the order of the definition, from the
 * element's own id. It stays the same for as long as the definition does, over restarts and machines.
 */
import type { ElementDefinition, ResourceDefinition } from './format.ts'

/** How many parts of one kind an element may have; keeps ids of elements up to 214,000 within 32 bits. */
const idsPerElement = 10_000

/** Who owns the resources of an element: the vendor of the platform is account 1, as clients know it. */
export const catalogueAccountId = 1

interface Identified {
  readonly id?: number
}

/** Give every part without an id its own. @param ownerAccountId - Owner of resources that name none. */
export function withWireIds(
  definition: ElementDefinition & Required<Identified>,
  ownerAccountId = catalogueAccountId,
): ElementDefinition & Required<Identified> {
  const elementId = definition.id
  const next = {
    parameters: counter(elementId),
    hooks: counter(elementId),
    fields: counter(elementId),
    modelFields: counter(elementId),
  }
  const parts = <T extends Identified, L extends object>(
    kind: keyof typeof next,
    list: readonly T[] | undefined,
    link: L,
  ) => (list ?? []).map((part) => ({ ...part, id: part.id ?? next[kind](), ...link }))
  const ofElement = { elementId }
  const withParts = (resource: ResourceDefinition, id: number) => ({
    ...resource,
    id,
    ownerAccountId: resource.ownerAccountId ?? ownerAccountId,
    parameters: parts('parameters', resource.parameters, { resourceId: id }),
    hooks: parts('hooks', resource.hooks, { resourceId: id }),
  })
  const withFields = <T extends { readonly fields?: readonly Identified[] }>(
    owner: T,
    kind: 'fields' | 'modelFields',
  ) => (owner.fields ? { ...owner, fields: parts(kind, owner.fields, {}) } : owner)
  const resourceId = counter(elementId)
  return {
    ...definition,
    configuration: numbered(elementId, definition.configuration),
    parameters: parts('parameters', definition.parameters, ofElement),
    hooks: parts('hooks', definition.hooks, ofElement),
    resources: (definition.resources ?? []).map((one) => withParts(one, one.id ?? resourceId())),
    objects: numbered(elementId, definition.objects).map((one) => withFields(one, 'fields')),
    ...(definition.models
      ? {
          models: numbered(elementId, definition.models).map((one) =>
            withFields(one, 'modelFields'),
          ),
        }
      : {}),
  }
}

function counter(elementId: number): () => number {
  let id = elementId * idsPerElement
  return () => {
    id += 1
    return id
  }
}

function numbered<T extends Identified>(elementId: number, list: readonly T[] | undefined) {
  const next = counter(elementId)
  return (list ?? []).map((part) => {
    const id = next()
    return { ...part, id: part.id ?? id }
  })
}
