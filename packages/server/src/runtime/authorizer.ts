/** authorize: from presented secrets to a proven caller, kept in bounded memory. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import { ValenceError } from '../lib/errors.ts'
import { hashSecret } from '../lib/ids.ts'
import type { Store, User } from '../store/store.ts'
import type { Authorizer, Caller, PresentedSecrets } from './caller.ts'

const refused = 'Invalid Organization or User secret, or invalid Element token provided.'

/** A bearer's session ends by time, without a change in the store: it is believed for this long. */
const sessionTtlMs = 30_000

/** @param maxCallers - How many proven callers are remembered. */
export function createAuthorizer(store: Store, clock: Clock, maxCallers = 10_000): Authorizer {
  const cache = new LRUCache<string, Promise<Caller>>({ max: maxCallers })

  // A new or changed instance concerns only the callers that present its token; a user or an organization, any number.
  const stop = store.onChange((change) => {
    if (change.kind === 'credential') return
    if (change.kind === 'all' || change.kind !== 'instance') return cache.clear()
    for (const [key, proven] of cache.entries()) forgetIfOf(change.id, key, proven)
  })

  function forgetIfOf(instanceId: number, key: string, proven: Promise<Caller>): void {
    proven.then(
      (caller) => caller.instance?.id === instanceId && cache.delete(key),
      () => undefined,
    )
  }

  return {
    identify(secrets) {
      const key = cacheKey(secrets)
      const known = cache.get(key)
      if (known) return known
      const proving = prove(secrets, store, clock)
      cache.set(key, proving, secrets.bearer ? { ttl: sessionTtlMs } : {})
      proving.catch(() => cache.get(key) === proving && cache.delete(key))
      return proving
    },
    close: stop,
  }
}

/** Secrets stay out of the cache's keys. A comma can't occur in a secret. */
function cacheKey({ user, organization, element, bearer }: PresentedSecrets): string {
  return hashSecret([user, organization, element, bearer].join(','))
}

async function prove(secrets: PresentedSecrets, store: Store, clock: Clock): Promise<Caller> {
  const user = await findUser(secrets, store, clock)
  const organization = user && (await store.organizations.get(user.organizationId))
  if (!user || !organization?.active) throw new ValenceError('invalid_credentials', refused)
  if (secrets.organization) {
    const named = await store.organizations.findBySecretHash(hashSecret(secrets.organization))
    if (named?.id !== organization.id) throw new ValenceError('invalid_credentials', refused)
  }
  const isOrganizationAdmin = user.roles.includes('org-admin')
  const scope = {
    organizationId: organization.id,
    ...(isOrganizationAdmin ? {} : { accountId: user.accountId }),
  }
  const instance = secrets.element
    ? await store.instances.findByTokenHash(hashSecret(secrets.element))
    : undefined
  if (secrets.element && !isVisible(instance, scope))
    throw new ValenceError('invalid_credentials', refused)
  return { organization, user, scope, isOrganizationAdmin, instance }
}

function findUser(
  { user, bearer }: PresentedSecrets,
  store: Store,
  clock: Clock,
): Promise<User | undefined> {
  if (user) return store.users.findBySecretHash(hashSecret(user))
  if (bearer) return store.users.findBySessionHash(hashSecret(bearer), new Date(clock.now()))
  return Promise.resolve(undefined)
}

function isVisible(instance: Caller['instance'], scope: Caller['scope']): boolean {
  if (instance?.organizationId !== scope.organizationId) return false
  return scope.accountId === undefined || instance.accountId === scope.accountId
}
