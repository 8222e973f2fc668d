/** What can be wrong with transformations, in the words the caller gets. */
import { ValenceError } from '../../lib/errors.ts'
import type { Place } from './places.ts'

interface Found {
  readonly place: Pick<Place, 'level'>
  readonly elementKey: string
}

/** The failure for a transformation that is not at this level. */
export function noTransformation({ place, elementKey }: Found, name: string): ValenceError {
  return new ValenceError(
    'not_found',
    `'${name.slice(0, 200)}' has no transformation for ${elementKey} at the level of the ${place.level}.`,
  )
}

/** The failure for a second transformation at one level. */
export function transformationTaken({ place, elementKey }: Found, name: string): ValenceError {
  return new ValenceError(
    'conflict',
    `'${name}' has a transformation for ${elementKey} at the level of the ${place.level} already. PUT replaces it.`,
  )
}

/** The failure for a transformation of something that is nowhere defined. */
export function undefinedObject(name: string): ValenceError {
  return new ValenceError(
    'not_found',
    `There is no virtual data resource '${name.slice(0, 200)}' to transform. Define it first: POST /organizations/objects/{objectName}/definitions.`,
  )
}

/** The failure for a current script that is said to be a legacy one. */
export function noWayBack(name: string): ValenceError {
  return new ValenceError(
    'invalid_request',
    `isLegacy: the script of '${name}' is a current one (it calls done) and can't become a legacy one.`,
  )
}
