/** Levels as callers name them, and who may change what. */
import { ValenceError } from '../../lib/errors.ts'
import type { Instance, Scope, Store } from '../../store/store.ts'
import type { VdrPlace } from '../../store/vdrs-port.ts'
import type { Level } from '../../transform/transformation.ts'
import type { Caller } from '../caller.ts'

/** A level of a request's path. */
export type PlaceRequest =
  | { readonly level: 'organization' }
  /** Without an id: the caller's own account. */
  | { readonly level: 'account'; readonly accountId?: number }
  | { readonly level: 'instance'; readonly instanceId: number }

/** A place that the caller sees. */
export interface Place extends VdrPlace {
  readonly level: Level
  readonly instance?: Instance
}

export const everywhere: Place = { level: 'organization', accountId: null, instanceId: null }

/** @throws {ValenceError} `not_found` for an account or instance out of the caller's sight. */
export async function placeOf(
  { accounts, instances }: Pick<Store, 'accounts' | 'instances'>,
  { scope, user }: Caller,
  request: PlaceRequest,
): Promise<Place> {
  if (request.level === 'organization') return everywhere
  if (request.level === 'account') {
    const id = request.accountId ?? user.accountId
    if (id !== user.accountId && !(await accounts.get(scope, id))) throw absent('account', id)
    return { level: 'account', accountId: id, instanceId: null }
  }
  const instance = await instances.get(scope, request.instanceId)
  if (!instance) throw absent('instance', request.instanceId)
  return instancePlace(instance)
}

/** The place of an instance. */
export function instancePlace(instance: Instance): Place {
  return {
    level: 'instance',
    accountId: instance.accountId,
    instanceId: instance.id,
    instance,
  }
}

/** What one account sees: its own levels and the organization's. */
export function scopeOf({ organizationId }: Scope, place: Pick<VdrPlace, 'accountId'>): Scope {
  return place.accountId === null
    ? { organizationId }
    : { organizationId, accountId: place.accountId }
}

/** May the caller change this level of what they see? Instances are everybody's who sees them. */
export function mayChange({ isOrganizationAdmin, user }: Caller, level: Level): boolean {
  if (isOrganizationAdmin || level === 'instance') return true
  return level === 'account' && user.roles.includes('admin')
}

/** @throws {ValenceError} `forbidden` */
export function assertMayChange(caller: Caller, { level }: Pick<Place, 'level'>): void {
  if (mayChange(caller, level)) return
  throw new ValenceError(
    'forbidden',
    `Only administrators of the ${level} change virtual data resources at its level.`,
  )
}

function absent(noun: string, id: number): ValenceError {
  return new ValenceError('not_found', `There is no ${noun} '${id}'.`)
}
