import { type Kysely, sql } from 'kysely'
import type { ClaimedConnection, PendingOwner, Store } from './store.ts'
import type { Tables } from './tables.ts'

/** An owner keeps at most this many; the oldest gives way. Bounds what anybody can fill the table with. */
const MAX_PER_OWNER = 50

const columns = [
  'id',
  'organization_id as organizationId',
  'user_id as userId',
  'connect_link_id as connectLinkId',
  'element_key as elementKey',
  'name',
  'instance_id as instanceId',
  'status',
  'result_instance_id as resultInstanceId',
  'expires_at as expiresAt',
] as const

/** Connections that wait for consent, known by the hash of the `state` that comes back with it. */
export function pendingConnections(db: Kysely<Tables>): Store['pendingConnections'] {
  return {
    async nextId() {
      const { rows } = await sql<{ id: number }>`
        select nextval('pending_connection_id_seq') as id`.execute(db)
      return (rows[0] as { id: number }).id
    },
    async create(input) {
      await sql`
        with superfluous as (
          delete from pending_connection where id in (
            select id from pending_connection where ${ownedBy(input)}
            order by id desc offset ${MAX_PER_OWNER - 1}
          )
        )
        insert into pending_connection (id, organization_id, user_id, connect_link_id, state_hash,
          element_key, name, instance_id, sealed_input, expires_at)
        values (${input.id}, ${input.organizationId}, ${input.userId}, ${input.connectLinkId},
          ${input.stateHash}, ${input.elementKey}, ${input.name}, ${input.instanceId},
          ${input.sealedInput}, ${input.expiresAt})
      `.execute(db)
    },
    find: (owner, stateHash) =>
      db
        .selectFrom('pending_connection')
        .select(columns)
        .where(ownedBy(owner))
        .where('state_hash', '=', stateHash)
        .executeTakeFirst(),
    claim: (owner, stateHash, now) => claim(db, owner, stateHash, now),
    async finish(id, { status, instanceId, keepUntil }) {
      await db
        .updateTable('pending_connection')
        .set({ status, result_instance_id: instanceId, expires_at: keepUntil })
        .where('id', '=', id)
        .execute()
    },
    async prune(now) {
      const { numDeletedRows } = await db
        .deleteFrom('pending_connection')
        .where('expires_at', '<', now)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

// `for update` first: `returning` shows the new values, and the old one of `sealed_input` is what is wanted. A second claim
// waits for the lock, looks again, and finds nothing pending.
function claim(
  db: Kysely<Tables>,
  owner: PendingOwner,
  stateHash: string,
  now: Date,
): Promise<ClaimedConnection | undefined> {
  return db
    .with('found', (qc) =>
      qc
        .selectFrom('pending_connection')
        .select([...columns, 'sealed_input as sealedInput'])
        .where(ownedBy(owner))
        .where('state_hash', '=', stateHash)
        .where('status', '=', 'pending')
        .where('expires_at', '>', now)
        .forUpdate(),
    )
    .with('claimed', (qc) =>
      qc
        .updateTable('pending_connection')
        .from('found')
        .set({ status: 'completing', sealed_input: null })
        .whereRef('pending_connection.id', '=', 'found.id')
        .returning('pending_connection.id'),
    )
    .selectFrom('found')
    .innerJoin('claimed', 'claimed.id', 'found.id')
    .selectAll('found')
    .executeTakeFirst() as Promise<ClaimedConnection | undefined>
}

function ownedBy({ organizationId, userId, connectLinkId }: PendingOwner) {
  return sql<boolean>`organization_id = ${organizationId} and user_id = ${userId}
    and connect_link_id is not distinct from ${connectLinkId}::integer`
}
