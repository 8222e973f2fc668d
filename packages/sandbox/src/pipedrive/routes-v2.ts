import type { Router } from '../core/router.ts'
import type { VendorAnswer, VendorCall, VendorOperation } from '../vendor/vendor.ts'
import {
  addRecord,
  type Labelled,
  members,
  type PipedriveCompany,
  type PipedriveRecord,
  type RecordKind,
  shownRecord,
} from './company.ts'
import { jsonOf, PipedriveError } from './pipedrive-error.ts'
import { readMembers } from './write.ts'

type Call = VendorCall<PipedriveCompany>

const ok = (data: unknown, additional_data: object | null = null): VendorAnswer => ({
  status: 200,
  body: { success: true, data, additional_data },
})

const titles: Readonly<Record<RecordKind, string>> = {
  persons: 'Person',
  organizations: 'Organization',
  deals: 'Deal',
  activities: 'Activity',
  notes: 'Note',
}

/** The record a path names. @throws {PipedriveError} 404 */
export function recordIn({ account, params }: Call, kind: RecordKind): PipedriveRecord {
  const record = account.records[kind].get(params.id ?? '')
  if (record) return record
  throw new PipedriveError(404, `${titles[kind]} not found`)
}

/** A page's size: at most 500, 100 when none is asked for. @throws {PipedriveError} */
export function limitOf({ query }: Call): number {
  const limit = Number(query.get('limit') ?? 100)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit
  throw new PipedriveError(400, 'Validation failed: limit: must be between 1 and 500')
}

/** Filters that compare one member with one value. */
const equalFilters: Readonly<Record<RecordKind, readonly string[]>> = {
  persons: ['owner_id', 'org_id', 'deal_id'],
  organizations: ['owner_id'],
  deals: ['owner_id', 'person_id', 'org_id', 'pipeline_id', 'stage_id', 'status'],
  activities: ['owner_id', 'deal_id', 'person_id', 'org_id', 'done'],
  notes: [],
}

function filterOf({ query }: Call, kind: RecordKind): (record: PipedriveRecord) => boolean {
  const equal = equalFilters[kind].flatMap((name) =>
    query.has(name) ? [[name, query.get(name)]] : [],
  )
  const ids = query.get('ids')?.split(',')
  const since = momentIn(query, 'updated_since')
  const until = momentIn(query, 'updated_until')
  return (record) => {
    const changed = Date.parse(record.update_time)
    return (
      (ids === undefined || ids.includes(record.id)) &&
      (since === undefined || changed >= since) &&
      (until === undefined || changed < until) &&
      equal.every(([name, value]) => String(record[String(name)]) === value)
    )
  }
}

// RFC 3339 to the second (documented).
function momentIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return Date.parse(text)
  throw new PipedriveError(
    400,
    `Validation failed: ${name}: must be an RFC 3339 time such as 2025-01-01T10:20:00Z`,
  )
}

function sorted(
  records: readonly PipedriveRecord[],
  query: URLSearchParams,
): readonly PipedriveRecord[] {
  const by = query.get('sort_by') ?? 'id'
  if (!['id', 'add_time', 'update_time', 'due_date'].includes(by)) {
    throw new PipedriveError(400, `Validation failed: sort_by: ${by} is not allowed`)
  }
  const sign = query.get('sort_direction') === 'desc' ? -1 : 1
  if (by === 'id') return sign === 1 ? records : records.toReversed()
  const key = (record: PipedriveRecord) => String(record[by] ?? '')
  return records.toSorted((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

// The cursor is opaque (documented); here it names the last record seen.
const list =
  (kind: RecordKind): VendorOperation<PipedriveCompany> =>
  (call) => {
    const limit = limitOf(call)
    const found = sorted(call.account.records[kind].all().filter(filterOf(call, kind)), call.query)
    const cursor = call.query.get('cursor')
    const start = cursor === null ? 0 : startAfter(found, cursor)
    const page = found.slice(start, start + limit)
    const last = page.at(-1)
    const next_cursor =
      last && start + limit < found.length
        ? Buffer.from(`id:${last.id}`).toString('base64url')
        : null
    return ok(
      page.map((record) => shownRecord(kind, record)),
      { next_cursor },
    )
  }

function startAfter(records: readonly PipedriveRecord[], cursor: string): number {
  const id = /^id:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1]
  if (id === undefined) throw new PipedriveError(400, 'Validation failed: cursor: is not valid')
  return records.findIndex((record) => record.id === id) + 1
}

const required: Readonly<Record<RecordKind, string>> = {
  persons: 'name',
  organizations: 'name',
  deals: 'title',
  activities: 'subject',
  notes: 'content',
}

/** Add a record from a body. @throws {PipedriveError} */
export function createRecord(call: Call, kind: RecordKind): PipedriveRecord {
  const values = readMembers(call.account, kind, jsonOf(call.bodyText))
  const name = required[kind]
  if (!values[name])
    throw new PipedriveError(400, `Validation failed: ${name}: ${name} is required`)
  return addRecord(call.account, kind, values, { now: nowOf(call), userId: call.userId })
}

/** Change a record from a body. @throws {PipedriveError} */
export function changeRecord(call: Call, kind: RecordKind): PipedriveRecord {
  const record = recordIn(call, kind)
  const values = readMembers(call.account, kind, jsonOf(call.bodyText))
  return call.account.records[kind].replace({ ...record, ...values, update_time: nowOf(call) })
}

/** Now, as v2 writes it. */
export const nowOf = ({ now }: Call) => `${new Date(now).toISOString().slice(0, 19)}Z`

function remove(call: Call, kind: RecordKind): VendorAnswer {
  const { id } = recordIn(call, kind)
  call.account.records[kind].delete(id)
  return ok({ id: Number(id) })
}

// Search looks into texts of two characters or more; whole ones with exact_match (documented). Its items are not the
// records of a list.
const searchPersons: VendorOperation<PipedriveCompany> = (call) => {
  const term = (call.query.get('term') ?? '').toLowerCase()
  const isExact = call.query.get('exact_match') === 'true'
  if (term.length < (isExact ? 1 : 2))
    throw new PipedriveError(400, 'Validation failed: term: must have at least 2 characters')
  const matches = (text: unknown) => {
    const found = String(text ?? '').toLowerCase()
    return isExact ? found === term : found.includes(term)
  }
  const wanted = call.query.get('fields')?.split(',') ?? ['name', 'email', 'phone']
  const found = call.account.records.persons
    .all()
    .filter(
      (person) =>
        (wanted.includes('name') && matches(person.name)) ||
        (wanted.includes('email') &&
          (person.emails as Labelled[]).some(({ value }) => matches(value))) ||
        (wanted.includes('phone') &&
          (person.phones as Labelled[]).some(({ value }) => matches(value))),
    )
  const items = found.slice(0, limitOf(call)).map(({ id, name, emails, phones }) => ({
    result_score: 1,
    item: {
      id: Number(id),
      type: 'person',
      name,
      emails: (emails as Labelled[]).map(({ value }) => value),
      phones: (phones as Labelled[]).map(({ value }) => value),
    },
  }))
  return ok({ items }, { next_cursor: null })
}

const fields =
  (kind: RecordKind): VendorOperation<PipedriveCompany> =>
  ({ account }) => {
    const own = members[kind].map(({ name, type }) => ({
      field_code: name,
      field_name: name.replaceAll('_', ' '),
      field_type: type === 'number' ? 'double' : 'varchar',
      is_custom_field: false,
    }))
    return ok([...own, ...(account.customFields[kind] ?? [])], { next_cursor: null })
  }

const stages = [
  'Qualified',
  'Contact made',
  'Demo scheduled',
  'Proposal made',
  'Negotiations started',
]

/** Add v2's operations. */
export function addV2(router: Router<VendorOperation<PipedriveCompany>>): void {
  for (const kind of ['persons', 'organizations', 'deals', 'activities'] as const) {
    const path = `/api/v2/${kind}`
    const fieldsPath = {
      persons: 'personFields',
      organizations: 'organizationFields',
      deals: 'dealFields',
      activities: 'activityFields',
    }[kind]
    router
      .add('GET', path, list(kind))
      .add('POST', path, (call) => ({
        ...ok(shownRecord(kind, createRecord(call, kind))),
        status: 201,
      }))
      .add('GET', `${path}/{id}`, (call) => ok(shownRecord(kind, recordIn(call, kind))))
      .add('PATCH', `${path}/{id}`, (call) => ok(shownRecord(kind, changeRecord(call, kind))))
      .add('DELETE', `${path}/{id}`, (call) => remove(call, kind))
      .add('GET', `/api/v2/${fieldsPath}`, fields(kind))
  }
  router
    .add('GET', '/api/v2/persons/search', searchPersons)
    .add('GET', '/api/v2/pipelines', () =>
      ok([{ id: 1, name: 'Pipeline', order_nr: 1, is_deleted: false }], { next_cursor: null }),
    )
    .add('GET', '/api/v2/stages', () =>
      ok(
        stages.map((name, at) => ({
          id: at + 1,
          name,
          order_nr: at + 1,
          pipeline_id: 1,
          deal_probability: 100,
        })),
        { next_cursor: null },
      ),
    )
}
