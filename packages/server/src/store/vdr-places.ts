/** What the tables of virtual data resources have in common: levels, and who may see and change them. */
import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Scope } from './store.ts'
import type { VdrPlace } from './vdrs-port.ts'

/** Rows that a caller sees: their own account's, and those of the organization as a whole. */
export function inPlaces(scope: Scope, table: string): RawBuilder<SqlBool> {
  const organization = sql.ref(`${table}.organization_id`)
  const account = sql.ref(`${table}.account_id`)
  if (scope.accountId === undefined) return sql`${organization} = ${scope.organizationId}`
  return sql`${organization} = ${scope.organizationId}
    and (${account} is null or ${account} = ${scope.accountId})`
}

/** Rows that a caller may change: not those of the organization as a whole from within one account. */
export function inOwnPlaces(scope: Scope, table: string): RawBuilder<SqlBool> {
  const own = scope.accountId
  if (own === undefined) return inPlaces(scope, table)
  return sql`${inPlaces(scope, table)} and ${sql.ref(`${table}.account_id`)} = ${own}`
}

/** Rows of exactly this place. */
export function atPlace({ accountId, instanceId }: VdrPlace, table: string): RawBuilder<SqlBool> {
  return sql`${sql.ref(`${table}.account_id`)} is not distinct from ${accountId}::integer
    and ${sql.ref(`${table}.instance_id`)} is not distinct from ${instanceId}::integer`
}

/** Rows that are about no instance, or about this one. */
export function forInstance(instanceId: number, table: string): RawBuilder<SqlBool> {
  const column = sql.ref(`${table}.instance_id`)
  return sql`(${column} is null or ${column} = ${instanceId})`
}

/** May a caller write at this place? */
export function isOwnPlace(scope: Scope, place: VdrPlace): boolean {
  return scope.accountId === undefined || place.accountId === scope.accountId
}

/** A moment as the wire shows it, with the microseconds that a JavaScript date would lose. */
export function createdDate(column: string): AliasedRawBuilder<string, 'createdDate'> {
  return sql<string>`rtrim(to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), '0')`.as(
    'createdDate',
  )
}
