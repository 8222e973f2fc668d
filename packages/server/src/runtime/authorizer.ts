/** authorize: from presented secrets to a proven caller, kept in bounded memory. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../lib/clock.ts'
import { ValenceError } from '../lib/errors.ts'
import { hashSecret } from '../lib/ids.ts'
import type { Change, Store, User } from '../store/store.ts'
import type { Authorizer, Caller, PresentedSecrets } from './caller.ts'
import { toCaller } from './caller-of-user.ts'

const refused = 'Invalid Organization or User secret, or invalid Element token provided.'

/** A bearer's session ends by time, without a change in the store: it is believed for this long. */
const sessionTtlMs = 30_000

/** Changes of what callers use, not of who they are. */
const foreignKinds: ReadonlySet<Change['kind']> = new Set(['credential', 'vdr', 'elements'])

/** A caller, proven or being proven. */
interface Proof {
  readonly proving: Promise<Caller>
  instanceId: number | undefined
  readonly sessionHash: string | undefined
}

/** @param maxCallers - How many proven callers are remembered. */
export function createAuthorizer(store: Store, clock: Clock, maxCallers = 10_000): Authorizer {
  const cache = new LRUCache<string, Proof>({ max: maxCallers })

  // A changed instance concerns only the callers that present its token; a user or an organization, any number.
  const stop = store.onChange((change) => {
    if (change.kind === 'instance') forgetInstance(change.id)
    else if (!foreignKinds.has(change.kind)) cache.clear()
  })

  function forgetInstance(id: number): void {
    for (const [key, { instanceId }] of cache.entries()) {
      if (instanceId === id) cache.delete(key)
    }
  }

  function forgetSession(sessionHash: string): void {
    for (const [key, entry] of cache.entries()) {
      if (entry.sessionHash === sessionHash) cache.delete(key)
    }
  }

  return {
    identify(secrets) {
      const key = cacheKey(secrets)
      const known = cache.get(key)
      if (known) return known.proving
      const entry: Proof = {
        proving: prove(secrets, store, clock),
        instanceId: undefined,
        sessionHash: secrets.bearer && hashSecret(secrets.bearer),
      }
      cache.set(key, entry, secrets.bearer ? { ttl: sessionTtlMs } : {})
      entry.proving.then(
        ({ instance }) => {
          entry.instanceId = instance?.id
        },
        () => cache.peek(key) === entry && cache.delete(key),
      )
      return entry.proving
    },
    forgetInstance,
    forgetSession,
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
  const caller = toCaller(user, organization)
  const instance = secrets.element
    ? await store.instances.findByTokenHash(hashSecret(secrets.element))
    : undefined
  if (secrets.element && !isVisible(instance, caller.scope))
    throw new ValenceError('invalid_credentials', refused)
  return { ...caller, instance }
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
