import { type Kysely, sql } from 'kysely'
import { inScope } from './scope.ts'
import type { Scope, UsageBucket, UsageSpan } from './store.ts'
import type { Tables } from './tables.ts'

/**
 * Count usage by intervals of UTC, those without calls included. The caller has bounded how many there are.
 */
export async function countUsage(
  db: Kysely<Tables>,
  scope: Scope,
  { from, to, interval, accountIds }: UsageSpan,
): Promise<readonly UsageBucket[]> {
  const within = accountIds ? sql`and account_id = any(${accountIds}::int[])` : sql``
  const { rows } = await sql<UsageBucket>`
    with counted as (
      select date_trunc(${interval}, at, 'UTC') as at, count(*)::int as count,
        (count(*) filter (where status < 400))::int as success,
        (count(*) filter (where status >= 400))::int as failed,
        min(duration_ms) as min, max(duration_ms) as max, avg(duration_ms)::float8 as avg
      from usage_record
      where ${inScope(scope)} and at >= ${from} and at <= ${to} ${within}
      group by 1
    )
    select bucket at time zone 'UTC' as at, coalesce(count, 0) as count,
      coalesce(success, 0) as success, coalesce(failed, 0) as failed,
      coalesce(min, 0) as "minMs", coalesce(max, 0) as "maxMs", coalesce(avg, 0) as "avgMs"
    from generate_series(
      date_trunc(${interval}, ${from}::timestamptz at time zone 'UTC'),
      ${to}::timestamptz at time zone 'UTC',
      ('1 ' || ${interval})::interval
    ) as bucket
    left join counted on counted.at = bucket at time zone 'UTC'
    order by bucket`.execute(db)
  return rows
}
