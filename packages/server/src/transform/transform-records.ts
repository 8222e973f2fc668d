/** Records through a transformation, its script included: a chunk at a time, so that a long list takes no memory. */
import { isValenceError } from '../lib/errors.ts'
import type { ScriptRunner } from '../script/script.ts'
import { ScriptFailure } from '../script/script-failure.ts'
import {
  batchScript,
  mentions,
  readBatch,
  recordsName,
  type ScriptedRecord,
} from './batch-script.ts'
import type { TransformationPlan } from './compile-transformation.ts'
import type { Row } from './mapping.ts'
import { isObject } from './path-access.ts'
import type { Direction } from './transformation.ts'

/** What scripts need around them. */
export interface ScriptSurroundings {
  readonly scripts: ScriptRunner
  /** `configuration` of the script: how to reach this server. No secrets: a script can't make calls. */
  readonly configuration: Readonly<Record<string, unknown>>
  /** Hears why a script did not do its work; the record is then what its fields make of it. */
  warn(message: string): void
  /** Hears the lines of `console`. */
  say?(line: string): void
}

/** How records are to be transformed. */
export interface Transforming {
  readonly direction: Direction
  /** The records hold changes only: no defaults. */
  readonly isPartial?: boolean
  /** The vendor's whole answer, which the script of an answer to POST finds as `originalObject.raw`. */
  readonly raw?: unknown
}

/** Records a run of the isolate handles. */
const chunkSize = 200

/**
 * Transform records one after another.
 *
 * @returns What `filterEmptyResponse` of the script drops is left out.
 * @throws {ValenceError} `unavailable` when too many scripts are waiting. A script that fails throws nothing.
 */
export async function* transformRecords(
  plan: TransformationPlan,
  records: Iterable<Row> | AsyncIterable<Row>,
  how: Transforming,
  around: ScriptSurroundings,
): AsyncGenerator<Row> {
  let chunk: Row[] = []
  for await (const record of records) {
    chunk.push(record)
    if (chunk.length < chunkSize) continue
    yield* present(await transformChunk(plan, chunk, how, around))
    chunk = []
  }
  yield* present(await transformChunk(plan, chunk, how, around))
}

/** Records that are in memory already. @throws as `transformRecords`. */
export async function transformList(
  plan: TransformationPlan,
  records: readonly Row[],
  how: Transforming,
  around: ScriptSurroundings,
): Promise<Row[]> {
  if (!plan.script) return mapAll(plan, records, how)
  const result: Row[] = []
  for await (const record of transformRecords(plan, records, how, around)) result.push(record)
  return result
}

/**
 * One record.
 *
 * @returns `undefined` when `filterEmptyResponse` drops it.
 * @throws as `transformRecords`.
 */
export async function transformRecord(
  plan: TransformationPlan,
  record: Row,
  how: Transforming,
  around: ScriptSurroundings,
): Promise<Row | undefined> {
  return (await transformChunk(plan, [record], how, around))[0]
}

/** What the script makes of the conditions of a `where`, for transformations with `applyJSOnQueryFieldValue`. */
export async function transformConditions<Condition extends object>(
  plan: TransformationPlan,
  where: { readonly original: readonly Condition[]; readonly translated: readonly Condition[] },
  around: ScriptSurroundings,
): Promise<readonly Condition[]> {
  const pair = [{ where: where.original }, { where: where.translated }] as const
  const [outcome] = await runScript(plan, [pair], { direction: 'toVendor', isWhere: true }, around)
  const value = outcome?.value
  const conditions = isObject(value) ? value['where'] : undefined
  return Array.isArray(conditions)
    ? (conditions.filter(isObject) as unknown as Condition[])
    : where.translated
}

function* present(records: readonly (Row | undefined)[]): Generator<Row> {
  for (const record of records) if (record) yield record
}

function mapAll(plan: TransformationPlan, records: readonly Row[], how: Transforming): Row[] {
  return records.map((record) => plan.map(record, how.direction, how.isPartial))
}

async function transformChunk(
  plan: TransformationPlan,
  records: readonly Row[],
  how: Transforming,
  around: ScriptSurroundings,
): Promise<readonly (Row | undefined)[]> {
  const mapped = mapAll(plan, records, how)
  if (!plan.script || records.length === 0) return mapped
  const pairs = records.map((record, index) => {
    const original = how.raw === undefined ? record : { ...record, raw: how.raw }
    return [original, mapped[index] as Row] as const
  })
  const outcomes = await runScript(
    plan,
    pairs,
    { direction: how.direction, isWhere: false },
    around,
  )
  const dropsEmpty = how.direction === 'fromVendor' && plan.script.filterEmptyResponse === true
  return mapped.map((row, index) => {
    const value = outcomes[index]?.value
    const result = isObject(value) ? value : row
    return dropsEmpty && Object.keys(result).length === 0 ? undefined : result
  })
}

type Pair = readonly [original: object, transformed: object]

/** An outcome a pair; failures are warned of and come without a value. */
async function runScript(
  plan: TransformationPlan,
  pairs: readonly Pair[],
  call: { direction: Direction; isWhere: boolean },
  around: ScriptSurroundings,
): Promise<readonly ScriptedRecord[]> {
  const body = plan.script?.body ?? ''
  const name = `${plan.objectName} of ${plan.vendorName}`
  const seesOriginal = mentions(body, 'originalObject')
  const seesTransformed = mentions(body, 'transformedObject')
  const scope = {
    [recordsName]: pairs.map(([original, transformed]) => [
      seesOriginal ? original : null,
      seesTransformed ? transformed : null,
    ]),
    fromVendor: call.direction === 'fromVendor',
    isWhere: call.isWhere,
    configuration: around.configuration,
  }
  try {
    const { value, console } = await around.scripts.run(batchScript(name, body), scope)
    for (const line of console) around.say?.(line)
    const outcomes = readBatch(value, pairs.length)
    warnOf(name, outcomes, around)
    return outcomes
  } catch (error) {
    return failed(error, plan, pairs, call, around)
  }
}

/** Records that are too much together may do one by one; a script that does not end would cost its time each time. */
async function failed(
  error: unknown,
  plan: TransformationPlan,
  pairs: readonly Pair[],
  call: { direction: Direction; isWhere: boolean },
  around: ScriptSurroundings,
): Promise<readonly ScriptedRecord[]> {
  if (isValenceError(error, 'unavailable')) throw error
  const kind = error instanceof Error && error.cause instanceof ScriptFailure && error.cause.kind
  if (pairs.length > 1 && (kind === 'memory' || kind === 'size')) {
    const half = Math.ceil(pairs.length / 2)
    const first = await runScript(plan, pairs.slice(0, half), call, around)
    return [...first, ...(await runScript(plan, pairs.slice(half), call, around))]
  }
  around.warn(error instanceof Error ? error.message : String(error))
  return pairs.map(() => ({}))
}

function warnOf(
  name: string,
  outcomes: readonly ScriptedRecord[],
  { warn }: ScriptSurroundings,
): void {
  const errors = outcomes.flatMap(({ error }) => (error === undefined ? [] : [error]))
  if (errors.length > 0) {
    const others = errors.length > 1 ? ` (and for ${errors.length - 1} more records)` : ''
    warn(`The script "${name}" failed: ${errors[0]}${others}`)
  }
  const silent = outcomes.filter((outcome) => !('value' in outcome) && !('error' in outcome))
  if (silent.length > 0) {
    warn(
      `The script "${name}" ended without an object for ${silent.length} of ${outcomes.length} records`,
    )
  }
}
