import { type Kysely, type RawBuilder, type Selection, type SqlBool, sql } from 'kysely'
import { inScope } from './scope.ts'
import type { Scope, Store, UsageFilter, UsageQuery, UsageRecord } from './store.ts'
import type { Tables } from './tables.ts'
import { countUsage } from './usage-count.ts'

const columns = [
  'id',
  'request_id',
  'organization_id',
  'account_id',
  'user_id',
  'instance_id',
  'element_key',
  'method',
  'path',
  'status',
  'duration_ms',
  'at',
  'query',
  'request_ip',
  'error_code',
  'error_message',
  'provider_message',
  'vendor_calls',
  'vendor_method',
  'vendor_host',
  'vendor_path',
  'vendor_status',
  'vendor_duration_ms',
] as const

type Row = Selection<Tables, 'usage_record', (typeof columns)[number]>

/** Rows removed by one statement of `prune`: long enough to be quick, short enough to hold no lock for long. */
const PRUNE_BATCH = 10_000

/** Usage records: one for each hub request, kept as a ring. */
export function usage(db: Kysely<Tables>): Store['usage'] {
  const found = (scope: Scope) =>
    db.selectFrom('usage_record').select(columns).where(inScope(scope))
  return {
    append: (records) => append(db, records),
    async get(scope, requestId) {
      const row = await found(scope)
        .where('request_id', '=', requestId)
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row && toRecord(row)
    },
    async list(scope, filter, { limit, before }) {
      let query = found(scope).where(matches(filter))
      if (before) query = query.where('at', '<', before)
      const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return rows.map(toRecord)
    },
    async newest(scope, { limit, afterId }) {
      const rows = await found(scope)
        .where('id', '>', afterId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ id: row.id, record: toRecord(row) }))
    },
    count: (scope, span) => countUsage(db, scope, span),
    prune: (keep) => prune(db, keep),
  }
}

function toRecord(row: Row): UsageRecord {
  return {
    requestId: row.request_id,
    organizationId: row.organization_id,
    accountId: row.account_id,
    userId: row.user_id,
    instanceId: row.instance_id,
    elementKey: row.element_key,
    method: row.method,
    path: row.path,
    status: row.status,
    durationMs: row.duration_ms,
    at: row.at,
    query: row.query ?? undefined,
    requestIp: row.request_ip ?? undefined,
    error: toError(row),
    vendor: toVendorCall(row),
  }
}

function toError(row: Row): UsageRecord['error'] {
  if (row.error_code === null) return undefined
  return {
    code: row.error_code,
    message: row.error_message ?? '',
    providerMessage: row.provider_message,
  }
}

function toVendorCall(row: Row): UsageRecord['vendor'] {
  if (row.vendor_calls === null) return undefined
  return {
    calls: row.vendor_calls,
    method: row.vendor_method ?? '',
    host: row.vendor_host ?? '',
    path: row.vendor_path ?? '',
    status: row.vendor_status,
    durationMs: row.vendor_duration_ms ?? 0,
  }
}

function matches(filter: UsageFilter): RawBuilder<SqlBool> {
  const { instanceId, elementKey, method, status, searchText, from, to } = filter
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`]
  if (instanceId !== undefined) conditions.push(sql`instance_id = ${instanceId}`)
  if (elementKey !== undefined) conditions.push(sql`element_key = ${elementKey}`)
  if (method !== undefined) conditions.push(sql`method = ${method}`)
  if (status) conditions.push(sql`status between ${status.from} and ${status.to}`)
  // Not LIKE: the text is the caller's, and its % and _ mean themselves.
  if (searchText) conditions.push(sql`strpos(lower(path), lower(${searchText})) > 0`)
  if (from) conditions.push(sql`at >= ${from}`)
  if (to) conditions.push(sql`at < ${to}`)
  return sql.join(conditions, sql` and `)
}

// Arrays in place of a row of parameters each: the statement stays the same however many records there are, and the
// protocol's limit of 65535 parameters is out of reach.
async function append(db: Kysely<Tables>, records: readonly UsageRecord[]): Promise<void> {
  if (records.length === 0) return
  const all = <T>(read: (record: UsageRecord) => T) => records.map(read)
  await sql`
    insert into usage_record (request_id, organization_id, account_id, user_id, instance_id,
      element_key, method, path, status, duration_ms, at, query, request_ip, error_code,
      error_message, provider_message, vendor_calls, vendor_method, vendor_host, vendor_path,
      vendor_status, vendor_duration_ms)
    select * from unnest(${all((r) => r.requestId)}::text[], ${all((r) => r.organizationId)}::int[],
      ${all((r) => r.accountId)}::int[], ${all((r) => r.userId)}::int[],
      ${all((r) => r.instanceId)}::int[], ${all((r) => r.elementKey)}::text[],
      ${all((r) => r.method)}::text[], ${all((r) => storable(r.path))}::text[],
      ${all((r) => r.status)}::int[], ${all((r) => Math.round(r.durationMs))}::int[],
      ${all((r) => r.at)}::timestamptz[],
      ${all((r) => storableQuery(r.query))}::jsonb[],
      ${all((r) => r.requestIp ?? null)}::text[], ${all((r) => r.error?.code ?? null)}::text[],
      ${all((r) => storable(r.error?.message))}::text[],
      ${all((r) => storable(r.error?.providerMessage))}::text[],
      ${all((r) => r.vendor?.calls ?? null)}::int[], ${all((r) => r.vendor?.method ?? null)}::text[],
      ${all((r) => r.vendor?.host ?? null)}::text[],
      ${all((r) => storable(r.vendor?.path))}::text[],
      ${all((r) => r.vendor?.status ?? null)}::int[],
      ${all((r) => (r.vendor ? Math.round(r.vendor.durationMs) : null))}::int[])
  `.execute(db)
}

/**
 * What vendors and callers wrote, without what PostgreSQL cannot hold: U+0000 and halves of surrogate pairs. One such text
 * would cost the whole batch.
 */
function storable(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : text.replaceAll('\0', '').toWellFormed()
}

function storableQuery(query: UsageQuery | undefined): string | null {
  if (!query) return null
  const entries = Object.entries(query).map(([name, value]) => [
    storable(name),
    typeof value === 'string' ? storable(value) : value.map(storable),
  ])
  return JSON.stringify(Object.fromEntries(entries))
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
