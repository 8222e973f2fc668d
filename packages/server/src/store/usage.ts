import { type Kysely, sql } from 'kysely'
import { inScope } from './scope.ts'
import type { Store, UsageRecord } from './store.ts'
import type { Tables } from './tables.ts'

const columns = [
  'request_id as requestId',
  'organization_id as organizationId',
  'account_id as accountId',
  'user_id as userId',
  'instance_id as instanceId',
  'element_key as elementKey',
  'method',
  'path',
  'status',
  'duration_ms as durationMs',
  'at',
] as const

/** Rows removed by one statement of `prune`: long enough to be quick, short enough to hold no lock for long. */
const PRUNE_BATCH = 10_000

/** Usage records: one for each hub request, kept as a ring. */
export function usage(db: Kysely<Tables>): Store['usage'] {
  return {
    append: (records) => append(db, records),
    get: (scope, requestId) =>
      db
        .selectFrom('usage_record')
        .select(columns)
        .where(inScope(scope))
        .where('request_id', '=', requestId)
        .orderBy('id')
        .limit(1)
        .executeTakeFirst(),
    list(scope, { instanceId, from, to }, { limit, before }) {
      let query = db.selectFrom('usage_record').select(columns).where(inScope(scope))
      if (instanceId !== undefined) query = query.where('instance_id', '=', instanceId)
      if (from) query = query.where('at', '>=', from)
      if (to) query = query.where('at', '<', to)
      if (before) query = query.where('at', '<', before)
      return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()
    },
    prune: (keep) => prune(db, keep),
  }
}

// Arrays in place of a row of parameters each: the statement stays the same however many records there are, and the
// protocol's limit of 65535 parameters is out of reach.
async function append(db: Kysely<Tables>, records: readonly UsageRecord[]): Promise<void> {
  if (records.length === 0) return
  const all = <K extends keyof UsageRecord>(member: K) => records.map((record) => record[member])
  await sql`
    insert into usage_record (request_id, organization_id, account_id, user_id, instance_id,
      element_key, method, path, status, duration_ms, at)
    select * from unnest(${all('requestId')}::text[], ${all('organizationId')}::int[],
      ${all('accountId')}::int[], ${all('userId')}::int[], ${all('instanceId')}::int[],
      ${all('elementKey')}::text[], ${all('method')}::text[], ${all('path')}::text[],
      ${all('status')}::int[], ${all('durationMs').map(Math.round)}::int[], ${all('at')}::timestamptz[])
  `.execute(db)
}

async function prune(db: Kysely<Tables>, keep: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from usage_record order by id desc offset ${keep} limit 1`.execute(db)
  const newestToRemove = rows[0]?.id
  if (newestToRemove === undefined) return 0
  let removed = 0
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from usage_record where id in (
        select id from usage_record where id <= ${newestToRemove} order by id limit ${PRUNE_BATCH}
      )`.execute(db)
    const batch = Number(numAffectedRows ?? 0n)
    removed += batch
    if (batch < PRUNE_BATCH) return removed
  }
}
