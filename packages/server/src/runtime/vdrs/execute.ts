/** A transformation tried out on a payload: `POST /transformations/{objectName}/execute`. */
import { ValenceError } from '../../lib/errors.ts'
import type { JsonMember } from '../../store/vdrs-port.ts'
import {
  compileTransformation,
  type TransformationPlan,
} from '../../transform/compile-transformation.ts'
import type { Row } from '../../transform/mapping.ts'
import { transformList } from '../../transform/transform-records.ts'
import type { DefinitionField, Transformation } from '../../transform/transformation.ts'
import type { Caller } from '../caller.ts'
import { isObject } from '../json-path.ts'
import type { VdrDependencies } from './dependencies.ts'
import { mergeDefinitionRows, mergeTransformationRows, toTransformation } from './merge-rows.ts'
import { readDefinitionFields, readTransformation } from './read-input.ts'
import { absent, ownScope } from './resources.ts'
import { toRow } from './transformation-row.ts'
import { surroundings } from './vdr-request.ts'
import { elementOfBody } from './whole-transformations.ts'

/** What came of a payload. */
export interface Execution {
  readonly result: unknown
  /** Why a script did not do its work. */
  readonly warnings: readonly string[]
}

/**
 * Transform a payload as a request of this method would: `GET` (the default) towards the caller, others towards the vendor.
 * The levels are those of `instanceId`, or the organization's and the caller's account's for `elementKey` or `elementId`. A
 * `transformation` in the body is tried in place of the stored one, a `definition` in place of the stored definition.
 *
 * @throws {ValenceError} `not_found` without a transformation, `invalid_request` for a payload that is no record.
 */
export async function execute(
  deps: VdrDependencies,
  caller: Caller,
  objectName: string,
  body: unknown,
  requestId: string,
): Promise<Execution> {
  if (!isObject(body))
    throw new ValenceError('invalid_request', 'body: {"payload": …} belongs here.')
  const { payload } = body
  const records = Array.isArray(payload) ? payload : [payload]
  if (!records.every(isObject))
    throw new ValenceError(
      'invalid_request',
      'payload: a record or a list of records belongs here.',
    )
  const plan = await planFor(deps, caller, objectName, body)
  const method = String(body['method'] ?? 'GET').toUpperCase()
  const direction = method === 'GET' ? 'fromVendor' : 'toVendor'
  const warnings: string[] = []
  const around = surroundings({ ...deps.engine, publicUrl: deps.publicUrl }, requestId, warnings)
  const how = { direction, isPartial: method === 'PATCH' } as const
  const rows = await transformList(plan, records as Row[], how, around)
  return { result: Array.isArray(payload) ? rows : (rows[0] ?? {}), warnings }
}

async function planFor(
  deps: VdrDependencies,
  caller: Caller,
  objectName: string,
  body: JsonMember,
): Promise<TransformationPlan> {
  const given = body['transformation']
  const isFree =
    given !== undefined &&
    body['elementKey'] === undefined &&
    body['elementId'] === undefined &&
    body['instanceId'] === undefined
  const elementKey = isFree ? '' : await elementOfBody(deps, caller, body)
  const rows = await rowsFor(deps, caller, objectName, {
    elementKey,
    instanceId: body['instanceId'],
  })
  const transformation =
    given === undefined ? mergeTransformationRows(rows.transformations) : tried(given)
  if (rows.definitions.length === 0 && given === undefined) throw absent(objectName)
  if (!transformation) {
    throw new ValenceError(
      'not_found',
      `'${objectName}' has no transformation for ${elementKey} that counts here.`,
    )
  }
  const stored = mergeDefinitionRows(rows.definitions) ?? { fields: [] }
  const definition =
    body['definition'] === undefined
      ? stored
      : {
          fields: readDefinitionFields(
            body['definition'],
            'definition.',
          ) as unknown as DefinitionField[],
        }
  return compileTransformation(objectName, definition, transformation)
}

function tried(given: unknown): Transformation {
  const row = toRow(readTransformation(given, undefined, 'transformation.'), 'organization')
  const place = { id: 0, vdrId: 0, objectName: '', elementKey: '', createdDate: '' }
  return toTransformation({ ...row, ...place, accountId: null, instanceId: null })
}

async function rowsFor(
  { store }: VdrDependencies,
  caller: Caller,
  objectName: string,
  { elementKey, instanceId }: { elementKey: string; instanceId: unknown },
) {
  const instance =
    instanceId === undefined
      ? undefined
      : await store.instances.get(caller.scope, Number(instanceId))
  const scope = instance
    ? { organizationId: instance.organizationId, accountId: instance.accountId }
    : ownScope(caller)
  const forInstance = instance?.id ?? 0
  const [definitions, transformations] = await Promise.all([
    store.vdrs.definitions(scope, { objectName, forInstance }),
    store.vdrs.transformations(scope, { objectName, elementKey, forInstance }),
  ])
  return { definitions, transformations }
}
