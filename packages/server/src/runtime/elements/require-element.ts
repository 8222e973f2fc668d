import { ValenceError } from '../../lib/errors.ts'
import type { Caller } from '../caller.ts'
import { type Elements, type KnownElement, viewerOf } from './elements-port.ts'

/** The element that a caller names. @throws {ValenceError} `not_found`, also when the caller may not see it. */
export async function requireElement(
  { elements }: { readonly elements: Pick<Elements, 'find'> },
  caller: Caller,
  keyOrId: string | number,
): Promise<KnownElement> {
  const element = await elements.find(viewerOf(caller), keyOrId)
  if (element) return element
  throw new ValenceError('not_found', `There is no element '${String(keyOrId).slice(0, 200)}'.`)
}
