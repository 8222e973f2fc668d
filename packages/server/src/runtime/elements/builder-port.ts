/** Making and changing elements: what the HTTP routes ask for. */
import type { PartPlace } from '../../catalog/edit-parts.ts'
import type { Caller } from '../caller.ts'
import type { KnownElement } from './elements-port.ts'

/** A part: by its id, or a configuration entry by its key. */
export type PartName = number | { readonly key: string }

/**
 * Every function throws `ValenceError`: `not_found` for what the caller may not see, and for parts that belong to the
 * catalogue; `forbidden` for elements that are not the caller's to change; `conflict` for keys and parts that are there
 * already; `invalid_request` with the place of what can't be stored.
 */
export interface ElementBuilder {
  create(caller: Caller, body: unknown): Promise<KnownElement>
  /** Full replace; parts that are the same as before keep their ids. */
  replace(caller: Caller, keyOrId: string, body: unknown): Promise<KnownElement>
  delete(caller: Caller, keyOrId: string): Promise<void>
  setActive(caller: Caller, keyOrId: string, active: boolean): Promise<void>
  /** A private copy, without secrets. */
  clone(caller: Caller, keyOrId: string): Promise<KnownElement>
  /** Take over the configuration entries of a whole element. */
  setConfiguration(caller: Caller, keyOrId: string, body: unknown): Promise<KnownElement>
  /** @returns The id of the part. */
  addPart(caller: Caller, keyOrId: string, place: PartPlace, body: unknown): Promise<number>
  /** @returns The id of the part. */
  replacePart(
    caller: Caller,
    keyOrId: string,
    place: PartPlace,
    name: PartName,
    body: unknown,
  ): Promise<number>
  removePart(caller: Caller, keyOrId: string, place: PartPlace, name: PartName): Promise<void>
  /** Set the schemas of a resource's bodies; `undefined` removes them. */
  setModel(caller: Caller, keyOrId: string, resourceId: number, body: unknown): Promise<void>
}
