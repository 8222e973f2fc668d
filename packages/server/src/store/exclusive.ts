import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** Of all advisory locks in the database, these are ours by their first number; the second is the name's hash. */
const LOCK_SPACE = 0x56a1

/** One process at a time does a piece of work. The lock ends with the transaction, also when the process dies. */
export function exclusively(db: Kysely<Tables>) {
  return <T>(name: string, work: () => Promise<T>): Promise<T> =>
    db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${LOCK_SPACE}, hashtext(${name}))`.execute(transaction)
      return work()
    })
}
