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
import type { TransformationFilter, TransformationInput, VdrStore } from './vdrs-port.ts'

type Transformations = Pick<
  VdrStore,
  'transformations' | 'createTransformation' | 'updateTransformation' | 'deleteTransformations'
>

const table = 'transformation'

/** What is said of objects and elements at each level. */
export function transformations(db: Kysely<Tables>): Transformations {
  const one = (scope: Scope, id: number) =>
    select(db, scope).where('transformation.id', '=', id).executeTakeFirst()
  return {
    async transformations(scope, filter) {
      if (filter.id !== undefined && !isRowId(filter.id)) return []
      return select(db, scope).where(matches(filter)).orderBy('transformation.id').execute()
    },
    async createTransformation(scope, vdrId, place, input) {
      if (!isOwnPlace(scope, place)) throw notAllowed()
      const { id } = await db
        .insertInto(table)
        .values({
          organization_id: scope.organizationId,
          vdr_id: vdrId,
          account_id: place.accountId,
          instance_id: place.instanceId,
          element_key: place.elementKey,
          vendor_name: input.vendorName,
          fields: JSON.stringify(input.fields),
          configuration: JSON.stringify(input.configuration),
          script: input.script && JSON.stringify(input.script),
          is_legacy: input.isLegacy,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return select(db, scope).where('transformation.id', '=', id).executeTakeFirstOrThrow()
    },
    async updateTransformation(scope, id, patch) {
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
    async deleteTransformations(scope, filter) {
      if (filter.id !== undefined && !isRowId(filter.id)) return 0
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where(inOwnPlaces(scope, table))
        .where(matches(filter))
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

function changed(patch: Partial<TransformationInput> & { readonly vdrId?: number }) {
  const { vdrId, vendorName, fields, configuration, script, isLegacy } = patch
  return {
    ...(vdrId === undefined ? {} : { vdr_id: vdrId }),
    ...(vendorName === undefined ? {} : { vendor_name: vendorName }),
    ...(fields === undefined ? {} : { fields: JSON.stringify(fields) }),
    ...(configuration === undefined ? {} : { configuration: JSON.stringify(configuration) }),
    ...(script === undefined ? {} : { script: script && JSON.stringify(script) }),
    ...(isLegacy === undefined ? {} : { is_legacy: isLegacy }),
  }
}

function matches(filter: TransformationFilter) {
  const { id, vdrId, objectName, elementKey, place, forInstance: instance } = filter
  const named = sql`transformation.vdr_id in (select id from vdr where object_name = ${objectName})`
  return sql<boolean>`${id === undefined ? sql`true` : sql`transformation.id = ${id}`}
    and ${vdrId === undefined ? sql`true` : sql`transformation.vdr_id = ${vdrId}`}
    and ${objectName === undefined ? sql`true` : named}
    and ${elementKey === undefined ? sql`true` : sql`transformation.element_key = ${elementKey}`}
    and ${place ? atPlace(place, table) : sql`true`}
    and ${instance === undefined ? sql`true` : forInstance(instance, table)}`
}

function select(db: Kysely<Tables>, scope: Scope) {
  return db
    .selectFrom(table)
    .innerJoin('vdr', 'vdr.id', 'transformation.vdr_id')
    .where(inPlaces(scope, table))
    .select([
      'transformation.id',
      'transformation.vdr_id as vdrId',
      'vdr.object_name as objectName',
      'transformation.account_id as accountId',
      'transformation.instance_id as instanceId',
      'transformation.element_key as elementKey',
      'transformation.vendor_name as vendorName',
      'transformation.fields',
      'transformation.configuration',
      'transformation.script',
      'transformation.is_legacy as isLegacy',
      createdDate('transformation.created_at'),
    ])
}

function notAllowed(): ValenceError {
  return new ValenceError('forbidden', 'Only administrators of the organization change its level.')
}
