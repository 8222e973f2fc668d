import { type Kysely, sql } from 'kysely'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'
import { activeUsers } from './user-columns.ts'

/** A user keeps at most this many sessions; the one that ends first gives way. Bounds the table without a clean-up job. */
const MAX_SESSIONS_PER_USER = 100

type Sessions = Pick<Store['users'], 'findBySessionHash' | 'createSession' | 'deleteSession'>

/** Sessions: what a person who signed in presents as a bearer token, known here by its hash only. */
export function sessions(db: Kysely<Tables>): Sessions {
  return {
    findBySessionHash: (hash, now) =>
      activeUsers(db)
        .innerJoin('session', 'session.user_id', 'app_user.id')
        .where('session.token_hash', '=', hash)
        .where('session.expires_at', '>', now)
        .executeTakeFirst(),
    async createSession({ id }, tokenHash, expiresAt) {
      await sql`
        with superfluous as (
          delete from session where token_hash in (
            select token_hash from session where user_id = ${id}
            order by expires_at desc offset ${MAX_SESSIONS_PER_USER - 1}
          )
        )
        insert into session (token_hash, user_id, expires_at) values (${tokenHash}, ${id}, ${expiresAt})
      `.execute(db)
    },
    async deleteSession(tokenHash) {
      await db.deleteFrom('session').where('token_hash', '=', tokenHash).execute()
    },
  }
}
