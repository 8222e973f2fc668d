import { type Kysely, sql } from 'kysely'
import type { SealedColumn, Store } from './store.ts'
import type { Tables } from './tables.ts'

/** Every column that holds values of the vault. `Place` of the vault is made of one of these and a row id. */
export const sealedColumns = {
  organizationSecret: { table: 'organization', column: 'sealed_secret' },
  userSecret: { table: 'app_user', column: 'sealed_secret' },
  instanceSecrets: { table: 'instance', column: 'sealed_secrets' },
  instanceToken: { table: 'instance', column: 'sealed_token' },
  /** Row id: the instance's. */
  credential: { table: 'credential', column: 'sealed' },
  signingSecret: { table: 'organization', column: 'sealed_signing_secret' },
  pendingInput: { table: 'pending_connection', column: 'sealed_input' },
  elementSecrets: { table: 'element', column: 'sealed_secrets' },
  linkConfiguration: { table: 'connect_link', column: 'sealed_configuration' },
} as const satisfies Record<string, SealedColumn>

/** Walks and replaces sealed values without understanding them, for the rotation of data keys. */
export function sealedValues(db: Kysely<Tables>): Store['sealedValues'] {
  return {
    columns: Object.values(sealedColumns),
    async list(organizationId, column, { limit, afterId }) {
      const { table, id, organization, sealed } = names(column)
      const { rows } = await sql<{ rowId: number; sealed: Buffer }>`
        select ${id} as "rowId", ${sealed} as sealed from ${table}
        where ${organization} = ${organizationId} and ${id} > ${afterId ?? 0} and ${sealed} is not null
        order by ${id} limit ${limit}`.execute(db)
      return rows
    },
    async replace(organizationId, place, from, to) {
      const { table, id, organization, sealed } = names(place)
      const { numAffectedRows } = await sql`
        update ${table} set ${sealed} = ${to}
        where ${organization} = ${organizationId} and ${id} = ${place.rowId} and ${sealed} = ${from}
      `.execute(db)
      return (numAffectedRows ?? 0n) > 0n
    },
  }
}

function names({ table, column }: SealedColumn) {
  const isKnown = Object.values(sealedColumns).some(
    (known) => known.table === table && known.column === column,
  )
  if (!isKnown) throw new TypeError(`${table}.${column} holds no sealed values`)
  return {
    table: sql.table(table),
    id: sql.ref(table === 'credential' ? 'instance_id' : 'id'),
    organization: sql.ref(table === 'organization' ? 'id' : 'organization_id'),
    sealed: sql.ref(column),
  }
}
