/** Elements as their users see them: the catalogue's, extended by the user's account, and the organization's own. */
import type { Catalogue, CatalogueElement } from '../../catalog/catalogue.ts'
import type { ElementExtension } from '../../catalog/extend.ts'
import type { ElementDefinition } from '../../catalog/format.ts'
import type { ElementPlan } from '../../catalog/plan.ts'
import type { Instance } from '../../store/store.ts'
import type { Caller } from '../caller.ts'

/** For whom an element is looked up. `undefined` in its place: for anybody, so the catalogue as it ships. */
export interface Viewer {
  readonly organizationId: number
  /** Whose extensions count. */
  readonly accountId: number
}

/** An element as somebody sees it. Defaults that are secret are masked in `definition` and `extension`; a plan has them. */
export interface KnownElement extends CatalogueElement {
  readonly definition: ElementDefinition & { readonly id: number }
  /** An element that an organization made. */
  readonly isPrivate: boolean
  /** The catalogue's own definition, whatever it is extended by; `undefined` for an organization's own element. */
  readonly shipped: ElementDefinition | undefined
  /** The row that is the element, or that is the viewer's extension of it; `undefined`: the catalogue's as it ships. */
  readonly row: { readonly id: number; readonly accountId: number } | undefined
  /** What the viewer's account added to an element of the catalogue. */
  readonly extension: ElementExtension | undefined
}

/** An element of a list, not read yet. */
export interface ListedElement {
  /** Who it is, with its id, without what it consists of. */
  readonly head: ElementDefinition
  /** @returns `undefined`: it was deleted meanwhile. */
  open(): Promise<KnownElement | undefined>
}

/** Finds elements. What was found is kept in bounded memory, and dropped when any process changes it. */
export interface Elements extends Pick<Catalogue, 'hubs' | 'modelsOf'> {
  /** By key or id. A key of the organization's own wins over one of the catalogue, a key over an id. */
  find(viewer: Viewer | undefined, keyOrId: string | number): Promise<KnownElement | undefined>
  /** The element of an instance, by its id, as the instance's account has extended it. */
  ofInstance(
    instance: Pick<Instance, 'organizationId' | 'accountId' | 'elementId' | 'elementKey'>,
  ): Promise<KnownElement | undefined>
  /** All of them, by rising id. */
  list(viewer: Viewer | undefined): Promise<readonly ListedElement[]>
  /** Forget what memory holds of an organization, at once: an announced change takes a moment to arrive. */
  forget(organizationId: number): void
  close(): void
}

/** The viewer that a caller is: whatever it may see, it extends and connects for its own account. */
export function viewerOf(caller: Pick<Caller, 'organization' | 'user'>): Viewer {
  return { organizationId: caller.organization.id, accountId: caller.user.accountId }
}

/** The plan of an element, ready to run. @throws {ValenceError} as `compileElement`. */
export async function planOf(
  elements: Pick<Elements, 'find'>,
  viewer: Viewer | undefined,
  keyOrId: string | number,
): Promise<ElementPlan | undefined> {
  return (await elements.find(viewer, keyOrId))?.plan()
}
