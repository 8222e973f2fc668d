/** An element of the catalogue with what an account added to it laid over. The catalogue's own definition does not change. */
import type { ElementDefinition, FieldDefinition, ObjectDefinition } from './format.ts'
import { type JsonObject, objectsOf } from './json.ts'

/** The lists of an element that an account can add to. */
export const extensibleLists = ['configuration', 'resources', 'objects', 'models'] as const

/** What an account added. */
export type ElementExtension = Pick<ElementDefinition, (typeof extensibleLists)[number]>

/**
 * Lay an extension over its element.
 *
 * - A configuration entry replaces the catalogue's of the same key, a resource the one of the same method, path and type;
 *   others are added at the end.
 * - An object joins the catalogue's of the same name: its fields replace those of the same path.
 *
 * @param base - With ids on every part (`withWireIds`).
 */
export function extendElement<Base extends ElementDefinition>(
  base: Base,
  extension: ElementExtension,
): Base {
  return {
    ...base,
    configuration: overlay(
      base.configuration,
      extension.configuration,
      ({ key }) => key,
      keepingId,
    ),
    resources: overlay(base.resources, extension.resources, resourceIdentity),
    objects: overlay(base.objects, extension.objects, ({ name }) => name, joined),
    models: overlay(base.models, extension.models, ({ name }) => String(name), joined),
    extended: true,
  }
}

/** (method, path, type) names a resource within its element. */
export function resourceIdentity({
  method,
  path,
  type,
}: {
  readonly method?: unknown
  readonly path?: unknown
  readonly type?: unknown
}): string {
  return [method, path, type].join(' ')
}

/** Does it add nothing? */
export function isEmptyExtension(extension: ElementExtension): boolean {
  return extensibleLists.every((name) => objectsOf(extension[name]).length === 0)
}

function overlay<Part extends object>(
  base: readonly Part[] | undefined,
  own: readonly Part[] | undefined,
  identify: (part: Part) => string,
  join: (base: Part, own: Part) => Part = (_base, part) => part,
): readonly Part[] {
  const waiting = new Map((own ?? []).map((part) => [identify(part), part]))
  const laid = (base ?? []).map((part) => {
    const over = waiting.get(identify(part))
    waiting.delete(identify(part))
    return over ? join(part, over) : part
  })
  return [...laid, ...waiting.values()]
}

/** Instances' entries are known by the id of the declaration: it stays the catalogue's. */
function keepingId<Part extends { readonly id?: number }>(base: Part, own: Part): Part {
  return { ...own, ...(base.id === undefined ? {} : { id: base.id }) }
}

function joined<
  Part extends Pick<ObjectDefinition, 'id'> & { readonly fields?: readonly object[] },
>(base: Part, own: Part): Part {
  const fields = overlay(base.fields, own.fields, (field) => fieldIdentity(field as JsonObject))
  return { ...base, ...own, id: base.id, fields: fields as readonly FieldDefinition[] }
}

/** Fields of objects have a path, those of models a vendor name only. */
function fieldIdentity({ path, vendorName }: JsonObject): string {
  return String(path ?? vendorName)
}
