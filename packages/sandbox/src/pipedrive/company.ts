import { Collection, type Entity } from '../core/collection.ts'

/** A value with others beside it: e-mail addresses and telephone numbers. */
export interface Labelled {
  readonly value: string
  readonly primary: boolean
  readonly label: string
}

/** A record of v2: members as the vendor has them. Ids are numbers on the wire. */
export interface PipedriveRecord extends Entity {
  readonly [name: string]: unknown
  readonly add_time: string
  readonly update_time: string
}

export const recordKinds = ['persons', 'organizations', 'deals', 'activities', 'notes'] as const
export type RecordKind = (typeof recordKinds)[number]

/** A member of a kind of record, and how it is written. */
export interface Member {
  readonly name: string
  readonly type: 'text' | 'number' | 'id' | 'date' | 'boolean' | 'labelled' | 'object' | 'ids'
  /** The kind an id refers to. */
  readonly refersTo?: RecordKind | 'users'
}

const member = (
  name: string,
  type: Member['type'] = 'text',
  refersTo?: Member['refersTo'],
): Member => ({
  name,
  type,
  ...(refersTo ? { refersTo } : {}),
})

const owner = member('owner_id', 'id', 'users')

/** What bodies may set. */
export const members: Readonly<Record<RecordKind, readonly Member[]>> = {
  persons: [
    member('name'),
    owner,
    member('org_id', 'id', 'organizations'),
    member('emails', 'labelled'),
    member('phones', 'labelled'),
    member('job_title'),
    member('visible_to', 'number'),
    member('label_ids', 'ids'),
    member('custom_fields', 'object'),
  ],
  organizations: [
    member('name'),
    owner,
    member('address', 'object'),
    member('website'),
    member('industry', 'number'),
    member('employee_count', 'number'),
    member('visible_to', 'number'),
    member('label_ids', 'ids'),
    member('custom_fields', 'object'),
  ],
  deals: [
    member('title'),
    owner,
    member('person_id', 'id', 'persons'),
    member('org_id', 'id', 'organizations'),
    member('pipeline_id', 'number'),
    member('stage_id', 'number'),
    member('value', 'number'),
    member('currency'),
    member('status'),
    member('probability', 'number'),
    member('lost_reason'),
    member('expected_close_date', 'date'),
    member('visible_to', 'number'),
    member('label_ids', 'ids'),
    member('custom_fields', 'object'),
  ],
  activities: [
    member('subject'),
    member('type'),
    owner,
    member('deal_id', 'id', 'deals'),
    member('person_id', 'id', 'persons'),
    member('org_id', 'id', 'organizations'),
    member('due_date', 'date'),
    member('due_time'),
    member('done', 'boolean'),
    member('note'),
    member('priority', 'number'),
  ],
  notes: [
    member('content'),
    member('user_id', 'id', 'users'),
    member('deal_id', 'id', 'deals'),
    member('person_id', 'id', 'persons'),
    member('org_id', 'id', 'organizations'),
  ],
}

/** A field as `/personFields` and its like tell it. */
export interface FieldEntry {
  readonly field_code: string
  readonly field_name: string
  readonly field_type: string
  readonly is_custom_field: boolean
}

/** A lead of v1: its id is a UUID. */
export interface Lead {
  readonly id: string
  readonly [name: string]: unknown
}

export interface PipedriveUser extends Entity {
  readonly name: string
  readonly email: string
  readonly active_flag: boolean
  readonly is_admin: number
  readonly created: string
  readonly modified: string
}

/** One account of the vendor, which it calls a company. */
export interface PipedriveCompany {
  readonly id: number
  readonly domain: string
  readonly records: Readonly<Record<RecordKind, Collection<PipedriveRecord>>>
  readonly leads: Map<string, Lead>
  readonly users: Collection<PipedriveUser>
  /** Codes are forty hexadecimal digits (documented). */
  readonly customFields: Readonly<Partial<Record<RecordKind, readonly FieldEntry[]>>>
}

const custom = (digit: string, field_name: string, field_type = 'varchar'): FieldEntry => ({
  field_code: digit.repeat(40),
  field_name,
  field_type,
  is_custom_field: true,
})

/** An account with nothing in it. */
export function emptyCompany(id: number, domain: string): PipedriveCompany {
  const records = Object.fromEntries(
    recordKinds.map((kind) => [kind, new Collection<PipedriveRecord>()]),
  ) as Record<RecordKind, Collection<PipedriveRecord>>
  return {
    id,
    domain,
    records,
    leads: new Map(),
    users: new Collection(501),
    customFields: {
      persons: [custom('a', 'Favourite colour')],
      organizations: [custom('b', 'Customer tier')],
      deals: [custom('c', 'Deal source')],
    },
  }
}

/** A new record with these members; those nobody gave are null. */
export function addRecord(
  company: PipedriveCompany,
  kind: RecordKind,
  values: Readonly<Record<string, unknown>>,
  at: { readonly now: string; readonly userId: string },
): PipedriveRecord {
  const collection = company.records[kind]
  const blank = Object.fromEntries(members[kind].map(({ name, type }) => [name, blankOf(type)]))
  const ownerName = kind === 'notes' ? 'user_id' : 'owner_id'
  return collection.insert({
    ...blank,
    [ownerName]: Number(at.userId),
    ...(kind === 'deals'
      ? { stage_id: 1, pipeline_id: 1, status: 'open', currency: 'USD', value: 0 }
      : {}),
    ...(kind === 'activities' ? { done: false, type: 'call' } : {}),
    ...values,
    is_deleted: false,
    id: collection.nextId(),
    add_time: at.now,
    update_time: at.now,
  })
}

function blankOf(type: Member['type']): unknown {
  if (type === 'labelled' || type === 'ids') return []
  return type === 'object' ? {} : null
}

/** Names of a person, which the vendor cuts at the first blank (assumed). */
export function shownRecord(kind: RecordKind, record: PipedriveRecord): object {
  const shown = { ...record, id: Number(record.id) }
  if (kind !== 'persons') return shown
  const [first_name = '', ...others] = String(record.name ?? '').split(' ')
  return { ...shown, first_name, last_name: others.join(' ') || null }
}
