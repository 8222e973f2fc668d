/** What the parts of virtual data resources are joined with. */
import type { Store } from '../../store/store.ts'
import type { Caller } from '../caller.ts'
import { type Elements, viewerOf } from '../elements/elements-port.ts'
import type { Engine } from '../engine.ts'
import type { VdrIndex } from './vdr-index.ts'

export interface VdrDependencies {
  readonly store: Store
  readonly elements: Pick<Elements, 'find'>
  readonly index: VdrIndex
  readonly engine: Pick<Engine, 'scripts' | 'log'>
  /** The address callers reach us at. */
  readonly publicUrl: () => string
}

/** The key of an element by key or id. A key this server does not know (yet) stands for itself: imports bring such. */
export async function elementKeyOf(
  { elements }: Pick<VdrDependencies, 'elements'>,
  caller: Caller,
  keyOrId: string,
): Promise<string> {
  return (await elements.find(viewerOf(caller), keyOrId))?.definition.key ?? keyOrId
}

/** Ids of the elements with these keys, of those the caller has. */
export async function elementIdsOf(
  { elements }: Pick<VdrDependencies, 'elements'>,
  caller: Caller,
  keys: Iterable<string>,
): Promise<number[]> {
  const viewer = viewerOf(caller)
  const found = await Promise.all([...new Set(keys)].map((key) => elements.find(viewer, key)))
  return found.flatMap((element) => (element ? [element.definition.id] : []))
}
