import { randomUUID } from 'node:crypto'
import type { Router } from '../core/router.ts'
import type { VendorAnswer, VendorCall, VendorOperation } from '../vendor/vendor.ts'
import { type Lead, type PipedriveCompany, type PipedriveUser, shownRecord } from './company.ts'
import { jsonOf, PipedriveError } from './pipedrive-error.ts'
import { changeRecord, createRecord, limitOf, recordIn } from './routes-v2.ts'

// What v2 does not have: leads, notes, users. Pages go by `start`, and changes of notes are PUT.

type Call = VendorCall<PipedriveCompany>

const ok = (data: unknown, more: object = {}): VendorAnswer => ({
  status: 200,
  body: { success: true, data, ...more },
})

function page(call: Call, all: readonly unknown[]): VendorAnswer {
  const limit = limitOf(call)
  const start = Number(call.query.get('start') ?? 0)
  if (!Number.isInteger(start) || start < 0) throw new PipedriveError(400, 'start must be a number')
  const more = start + limit < all.length
  const pagination = {
    start,
    limit,
    more_items_in_collection: more,
    ...(more ? { next_start: start + limit } : {}),
  }
  return ok(all.slice(start, start + limit), { additional_data: { pagination } })
}

function leadIn({ account, params }: Call): Lead {
  const lead = account.leads.get(params.id ?? '')
  if (lead) return lead
  throw new PipedriveError(404, 'The lead was not found')
}

const leadMembers = [
  'title',
  'owner_id',
  'person_id',
  'organization_id',
  'value',
  'expected_close_date',
  'label_ids',
  'is_archived',
  'visible_to',
]

function readLead({ account, bodyText }: Call): Record<string, unknown> {
  const body = jsonOf(bodyText)
  const unknown = Object.keys(body).find((name) => !leadMembers.includes(name))
  if (unknown) throw new PipedriveError(400, `"${unknown}" is not allowed`)
  const { person_id: person, organization_id: organization } = body
  if (person && !account.records.persons.has(String(person)))
    throw new PipedriveError(404, 'The person was not found')
  if (organization && !account.records.organizations.has(String(organization))) {
    throw new PipedriveError(404, 'The organization was not found')
  }
  return body
}

const now = (call: Call) => new Date(call.now).toISOString()

const createLead: VendorOperation<PipedriveCompany> = (call) => {
  const body = readLead(call)
  if (!body.title) throw new PipedriveError(400, '"title" is required')
  // A lead is somebody's (documented).
  if (!body.person_id && !body.organization_id) {
    throw new PipedriveError(400, 'A lead must be linked to a person or an organization')
  }
  const lead = addLead(call.account, body, {
    now: now(call),
    userId: call.userId,
    id: randomUUID(),
  })
  return { ...ok(lead), status: 201 }
}

/** Add a lead. */
export function addLead(
  { leads }: PipedriveCompany,
  values: Readonly<Record<string, unknown>>,
  at: { readonly now: string; readonly userId: string; readonly id: string },
): Lead {
  const lead = {
    id: at.id,
    title: null,
    owner_id: Number(at.userId),
    creator_id: Number(at.userId),
    person_id: null,
    organization_id: null,
    value: null,
    expected_close_date: null,
    label_ids: [],
    is_archived: false,
    source_name: 'API',
    ...values,
    add_time: at.now,
    update_time: at.now,
  }
  leads.set(lead.id, lead)
  return lead
}

const changeLead: VendorOperation<PipedriveCompany> = (call) => {
  const changed = { ...leadIn(call), ...readLead(call), update_time: now(call) }
  call.account.leads.set(changed.id, changed)
  return ok(changed)
}

const listLeads: VendorOperation<PipedriveCompany> = (call) => {
  const filters = ['owner_id', 'person_id', 'organization_id'].filter((name) =>
    call.query.has(name),
  )
  const all = [...call.account.leads.values()].filter((lead) =>
    filters.every((name) => String(lead[name]) === call.query.get(name)),
  )
  return page(call, all)
}

// v1 writes moments as `2025-01-31 10:20:00` for notes.
function note(call: Call, record: ReturnType<typeof recordIn>): object {
  const shown = shownRecord('notes', record) as Record<string, unknown>
  const old = (text: unknown) => String(text).replace('T', ' ').replace('Z', '')
  return {
    ...shown,
    active_flag: true,
    add_time: old(record.add_time),
    update_time: old(record.update_time),
    company_id: call.account.id,
  }
}

const listNotes: VendorOperation<PipedriveCompany> = (call) => {
  const filters = ['user_id', 'deal_id', 'person_id', 'org_id'].filter((name) =>
    call.query.has(name),
  )
  const all = call.account.records.notes
    .all()
    .filter((record) => filters.every((name) => String(record[name]) === call.query.get(name)))
  return page(
    call,
    all.map((record) => note(call, record)),
  )
}

function shownUser({ id, ...user }: PipedriveUser): object {
  return { id: Number(id), ...user }
}

function userIn({ account }: Call, id: string): PipedriveUser {
  const user = account.users.get(id)
  if (user) return user
  throw new PipedriveError(404, 'User not found')
}

/** Add v1's operations. */
export function addV1(router: Router<VendorOperation<PipedriveCompany>>): void {
  router
    .add('GET', '/api/v1/leads', listLeads)
    .add('POST', '/api/v1/leads', createLead)
    .add('GET', '/api/v1/leads/{id}', (call) => ok(leadIn(call)))
    .add('PATCH', '/api/v1/leads/{id}', changeLead)
    .add('DELETE', '/api/v1/leads/{id}', (call) => {
      const { id } = leadIn(call)
      call.account.leads.delete(id)
      return ok({ id })
    })
    .add('GET', '/api/v1/notes', listNotes)
    .add('POST', '/api/v1/notes', (call) => ({ ...ok(note(call, createNote(call))), status: 201 }))
    .add('GET', '/api/v1/notes/{id}', (call) => ok(note(call, recordIn(call, 'notes'))))
    .add('PUT', '/api/v1/notes/{id}', (call) => ok(note(call, changeRecord(call, 'notes'))))
    .add('DELETE', '/api/v1/notes/{id}', (call) => {
      call.account.records.notes.delete(recordIn(call, 'notes').id)
      return ok(true)
    })
    .add('GET', '/api/v1/users', ({ account }) => ok(account.users.all().map(shownUser)))
    .add('GET', '/api/v1/users/me', (call) =>
      ok({
        ...shownUser(userIn(call, call.userId)),
        company_id: call.account.id,
        company_domain: call.account.domain,
      }),
    )
    .add('GET', '/api/v1/users/{id}', (call) => ok(shownUser(userIn(call, call.params.id ?? ''))))
}

function createNote(call: Call) {
  const body = jsonOf(call.bodyText)
  if (!['deal_id', 'person_id', 'org_id', 'lead_id'].some((name) => body[name])) {
    throw new PipedriveError(400, 'A note must be linked to a lead, deal, person or organization')
  }
  return createRecord(call, 'notes')
}
