import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Scope } from './store.ts'

/** The largest id the schema can hold (`integer`). */
const MAX_ROW_ID = 2 ** 31 - 1

/**
 * The condition every tenant's query carries: the caller's organization and, unless the caller sees every account,
 * the caller's account.
 *
 * @param columns - Where the row keeps its organization and its account, when not in the usual columns.
 */
export function inScope(
  scope: Scope,
  columns: { organization?: string; account?: string } = {},
): RawBuilder<SqlBool> {
  const organization = sql.ref(columns.organization ?? 'organization_id')
  const account = sql.ref(columns.account ?? 'account_id')
  if (scope.accountId === undefined) return sql`${organization} = ${scope.organizationId}`
  return sql`${organization} = ${scope.organizationId} and ${account} = ${scope.accountId}`
}

/**
 * Can a row have this id? Ids arrive in URLs; one that PostgreSQL's `integer` cannot hold belongs to no row,
 * and must be answered so, not with an error.
 */
export function isRowId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id <= MAX_ROW_ID
}
