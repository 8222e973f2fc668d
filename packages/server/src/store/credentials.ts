/**
 * Credentials: a lease so that one process refreshes at a time, a compare-and-set so that no pair is lost.
 *
 * The lease is a courtesy, the version is the truth. A lease says who may call the vendor, by the database's own clock,
 * because the processes' clocks differ; every grant raises `fence`, so a holder that slept too long can't end or renew
 * the lease of its successor. A new pair is written whenever nobody wrote a newer one, lease or not.
 */
import { type Kysely, sql } from 'kysely'
import { inScope, isRowId } from './scope.ts'
import type {
  Credential,
  CredentialLease,
  InstanceConnection,
  Page,
  Scope,
  Store,
} from './store.ts'
import type { Tables } from './tables.ts'

const columnsWithoutTokens = [
  'credential.instance_id as instanceId',
  'credential.organization_id as organizationId',
  'credential.version',
  'credential.state',
  'credential.reason',
  'credential.expires_at as expiresAt',
  'credential.refresh_due_at as refreshDueAt',
  'credential.failures',
  'credential.next_attempt_at as nextAttemptAt',
] as const
const columns = [...columnsWithoutTokens, 'credential.sealed'] as const

/** Credentials of instances. */
export function credentials(db: Kysely<Tables>): Store['credentials'] {
  return {
    async get(scope, instanceId): Promise<Credential | undefined> {
      if (!isRowId(instanceId)) return undefined
      return db
        .selectFrom('credential')
        .innerJoin('instance', 'instance.id', 'credential.instance_id')
        .select(columns)
        .where(
          inScope(scope, {
            organization: 'instance.organization_id',
            account: 'instance.account_id',
          }),
        )
        .where('instance_id', '=', instanceId)
        .executeTakeFirst()
    },
    ...leases(db),
    commit: async (instanceId, version, { sealed, expiresAt, refreshDueAt }) =>
      hasChanged(
        await db
          .updateTable('credential')
          .set((eb) => ({
            version: eb('version', '+', 1),
            state: 'connected' as const,
            reason: null,
            failures: 0,
            next_attempt_at: null,
            lease_owner: null,
            lease_until: null,
            sealed,
            expires_at: expiresAt,
            refresh_due_at: refreshDueAt,
          }))
          .where('instance_id', '=', instanceId)
          .where('version', '=', version)
          .executeTakeFirst(),
      ),
    due: (now, limit) =>
      db
        .selectFrom('credential')
        .select(columns)
        .where('due_at', '<=', now)
        .where(isFree)
        .orderBy('due_at')
        .limit(limit)
        .execute(),
    list: (scope, page) => listConnections(db, scope, page),
  }
}

async function listConnections(
  db: Kysely<Tables>,
  scope: Scope,
  { limit, afterId }: Page,
): Promise<readonly InstanceConnection[]> {
  const rows = await db
    .selectFrom('instance')
    .leftJoin('credential', 'credential.instance_id', 'instance.id')
    .select(['instance.id', 'instance.element_key', 'instance.name', ...columnsWithoutTokens])
    .where(
      inScope(scope, { organization: 'instance.organization_id', account: 'instance.account_id' }),
    )
    .where('instance.id', '>', afterId ?? 0)
    .orderBy('instance.id')
    .limit(limit)
    .execute()
  return rows.map(({ id, element_key, name, ...credential }) => ({
    instanceId: id,
    elementKey: element_key,
    name,
    // The columns of a left join are null together.
    credential: credential.version === null ? undefined : (credential as Credential),
  }))
}

type Leases = Pick<Store['credentials'], 'acquireLease' | 'renewLease' | 'release'>

function leases(db: Kysely<Tables>): Leases {
  return {
    // Two that ask at once: the second waits for the first's row lock, looks again, and finds the lease taken.
    acquireLease: (instanceId, owner, ttlMs): Promise<CredentialLease | undefined> =>
      db
        .updateTable('credential')
        .set((eb) => ({
          state: 'refreshing' as const,
          lease_owner: owner,
          lease_until: leaseEnd(ttlMs),
          fence: eb('fence', '+', 1),
        }))
        .where('instance_id', '=', instanceId)
        .where(isFree)
        .returning([...columns, 'fence'])
        .executeTakeFirst(),
    // An expired lease that nobody took may go on: the fence proves that nobody did.
    renewLease: async (instanceId, fence, ttlMs) =>
      hasChanged(
        await db
          .updateTable('credential')
          .set({ lease_until: leaseEnd(ttlMs) })
          .where('instance_id', '=', instanceId)
          .where('fence', '=', fence)
          .where('lease_until', 'is not', null)
          .executeTakeFirst(),
      ),
    release: async (instanceId, { fence, version }, outcome) =>
      hasChanged(
        await db
          .updateTable('credential')
          .set({
            state: outcome.state,
            reason: outcome.reason,
            failures: outcome.failures,
            next_attempt_at: outcome.nextAttemptAt,
            lease_owner: null,
            lease_until: null,
          })
          .where('instance_id', '=', instanceId)
          .where('fence', '=', fence)
          .where('version', '=', version)
          .where('lease_until', 'is not', null)
          .executeTakeFirst(),
      ),
  }
}

// clock_timestamp() and not now(): the latter stands still within a transaction.
const isFree = sql<boolean>`(lease_until is null or lease_until <= clock_timestamp())`
const leaseEnd = (ttlMs: number) =>
  sql<Date>`clock_timestamp() + ${ttlMs}::double precision * interval '1 millisecond'`

function hasChanged(result: { numUpdatedRows: bigint }): boolean {
  return result.numUpdatedRows > 0n
}
