/** Finding elements for routes that name one. */
import type { Catalogue, CatalogueElement } from '../../catalog/catalogue.ts'
import { notFound } from '../schemas.ts'

/** @throws {ValenceError} `not_found` when the catalogue has no such element. */
export function elementOf(catalogue: Catalogue, keyOrId: string): CatalogueElement {
  const element = catalogue.byKeyOrId(keyOrId)
  if (element === undefined) throw notFound('element', keyOrId)
  return element
}
