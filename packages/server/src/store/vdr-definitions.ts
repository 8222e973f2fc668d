import { type Kysely, sql } from 'kysely'
import { ValenceError } from '../lib/errors.ts'
import { isRowId } from './scope.ts'
import type { Scope } from './store.ts'
import type { Tables } from './tables.ts'
import {
  atPlace,
  createdDate,
  forInstance,
  inOwnPlaces,
  inPlaces,
  isOwnPlace,
} from './vdr-places.ts'
import type { DefinitionInput, VdrFilter, VdrStore } from './vdrs-port.ts'

type Definitions = Pick<
  VdrStore,
  'definitions' | 'createDefinition' | 'updateDefinition' | 'deleteDefinitions'
>

const table = 'object_definition'

/** What is said of objects at each level. */
export function definitions(db: Kysely<Tables>): Definitions {
  const one = (scope: Scope, id: number) =>
    select(db, scope).where('object_definition.id', '=', id).executeTakeFirst()
  return {
    definitions: (scope, filter) =>
      select(db, scope).where(matches(filter)).orderBy('object_definition.id').execute(),
    async createDefinition(scope, vdrId, place, input) {
      if (!isOwnPlace(scope, place)) throw notAllowed()
      const { id } = await db
        .insertInto(table)
        .values({
          organization_id: scope.organizationId,
          vdr_id: vdrId,
          account_id: place.accountId,
          instance_id: place.instanceId,
          user_id: input.userId,
          description: input.description,
          shared: input.shared,
          share_level: input.shareLevel,
          fields: JSON.stringify(input.fields),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return select(db, scope).where('object_definition.id', '=', id).executeTakeFirstOrThrow()
    },
    async updateDefinition(scope, id, patch) {
      if (!isRowId(id)) return undefined
      const values = changed(patch)
      if (Object.keys(values).length === 0) return one(scope, id)
      const { numUpdatedRows } = await db
        .updateTable(table)
        .set(values)
        .where(inOwnPlaces(scope, table))
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n ? one(scope, id) : undefined
    },
    async deleteDefinitions(scope, filter) {
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where(inOwnPlaces(scope, table))
        .where(matches(filter))
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

function changed(patch: Partial<DefinitionInput> & { readonly vdrId?: number }) {
  const { vdrId, fields, description, shared, shareLevel } = patch
  return {
    ...(vdrId === undefined ? {} : { vdr_id: vdrId }),
    ...(fields === undefined ? {} : { fields: JSON.stringify(fields) }),
    ...(description === undefined ? {} : { description }),
    ...(shared === undefined ? {} : { shared }),
    ...(shareLevel === undefined ? {} : { share_level: shareLevel }),
  }
}

function matches({ vdrId, objectName, place, forInstance: instance }: VdrFilter) {
  const named = sql`object_definition.vdr_id in (select id from vdr where object_name = ${objectName})`
  return sql<boolean>`${vdrId === undefined ? sql`true` : sql`object_definition.vdr_id = ${vdrId}`}
    and ${objectName === undefined ? sql`true` : named}
    and ${place ? atPlace(place, table) : sql`true`}
    and ${instance === undefined ? sql`true` : forInstance(instance, table)}`
}

function select(db: Kysely<Tables>, scope: Scope) {
  return db
    .selectFrom(table)
    .innerJoin('vdr', 'vdr.id', 'object_definition.vdr_id')
    .where(inPlaces(scope, table))
    .select([
      'object_definition.id',
      'object_definition.vdr_id as vdrId',
      'vdr.object_name as objectName',
      'object_definition.account_id as accountId',
      'object_definition.instance_id as instanceId',
      'object_definition.user_id as userId',
      'object_definition.description',
      'object_definition.shared',
      'object_definition.share_level as shareLevel',
      'object_definition.fields',
      createdDate('vdr.created_at'),
    ])
}

function notAllowed(): ValenceError {
  return new ValenceError('forbidden', 'Only administrators of the organization change its level.')
}
