import { type FieldRules, readFields } from '../../core/body.ts'
import type { Router } from '../../core/router.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Opportunity } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import { FIRST_STAGE_ID, type Tenant } from '../tenant.ts'
import { newOpportunity } from '../v2/opportunities.ts'
import { assertPresent, jsonOf } from '../v2/resource.ts'
import { byId, found, numberOrNull, reply, v1List, v1Time, v2Time } from './list.ts'

const reference = { kind: 'object', of: { id: { kind: 'text' } } } as const

const rules: FieldRules = {
  opportunity_title: { kind: 'text' },
  contact: reference,
  stage: reference,
  user: reference,
  affiliate_id: { kind: 'text' },
  opportunity_notes: { kind: 'text' },
  next_action_notes: { kind: 'text' },
  next_action_date: { kind: 'time' },
  estimated_close_date: { kind: 'time' },
  projected_revenue_low: { kind: 'number' },
  projected_revenue_high: { kind: 'number' },
  include_in_forecast: { kind: 'integer', oneOf: [0, 1] },
}

function view(deal: Opportunity, { tenant }: Pick<Call, 'tenant'>): object {
  const contact = tenant.contacts.get(deal.contact_id)
  const stage = tenant.stages.get(deal.stage_id)
  const user = deal.user_id === null ? undefined : tenant.users.get(deal.user_id)
  return {
    id: Number(deal.id),
    opportunity_title: deal.opportunity_title,
    contact: contact && {
      id: Number(contact.id),
      email: contact.email_addresses[0]?.email ?? null,
      first_name: contact.given_name,
      last_name: contact.family_name,
      company_name: contact.company?.company_name ?? null,
      job_title: contact.job_title ?? null,
      phone_number: contact.phone_numbers[0]?.number ?? null,
    },
    stage: stage && {
      id: Number(stage.id),
      name: stage.name,
      details: {
        probability: stage.probability,
        stage_order: stage.order,
        target_num_days: stage.target_number_days,
        check_list_items: [],
      },
    },
    user: user
      ? { id: Number(user.id), first_name: user.given_name, last_name: user.family_name }
      : null,
    affiliate_id: numberOrNull(deal.affiliate_id) ?? 0,
    estimated_close_date: v1Time(deal.estimated_close_time),
    next_action_date: v1Time(deal.next_action_time),
    next_action_notes: deal.next_action_notes,
    opportunity_notes: deal.opportunity_notes,
    projected_revenue_low: deal.projected_revenue_low,
    projected_revenue_high: deal.projected_revenue_high,
    include_in_forecast: deal.include_in_forecast ? 1 : 0,
    date_created: v1Time(deal.created_time),
    last_updated: v1Time(deal.last_updated_time),
  }
}

const references = { contact: 'contacts', stage: 'stages', user: 'users' } as const

function changesOf(call: Call): Partial<Opportunity> {
  const body = jsonOf(call) as Record<string, unknown>
  const dated = Object.fromEntries(
    Object.entries(body ?? {}).map(([name, value]) => [
      name,
      name.endsWith('_date') ? v2Time(value) : value,
    ]),
  )
  const { values } = readFields(dated, rules)
  const {
    contact: _contact,
    stage: _stage,
    user: _user,
    next_action_date,
    estimated_close_date,
    include_in_forecast,
    ...own
  } = values
  const changes: Record<string, unknown> = own
  for (const [name, collection] of Object.entries(references)) {
    const id = (values[name] as { id?: string } | undefined)?.id
    if (id === undefined) continue
    if (!call.tenant[collection].has(id)) throw new RestError(400, `${name} is invalid`)
    changes[`${name}_id`] = id
  }
  if (next_action_date !== undefined) changes.next_action_time = next_action_date
  if (estimated_close_date !== undefined) changes.estimated_close_time = estimated_close_date
  if (include_in_forecast !== undefined) changes.include_in_forecast = include_in_forecast === 1
  return changes as Partial<Opportunity>
}

const create: Operation = (call) => {
  const written = changesOf(call)
  assertPresent(written, ['opportunity_title', 'contact_id', 'stage_id'])
  const { opportunities } = call.tenant
  const blank = newOpportunity(opportunities.nextId(), nowOf(call), call.userId)
  const made = opportunities.insert({ ...blank, ...(written as Opportunity), id: blank.id })
  // 200, where contacts and companies say 201 (declared).
  return reply(200, view(made, call))
}

const dealIn = ({ tenant, params }: Call) =>
  found(tenant.opportunities.get(params.id ?? ''), 'Opportunity')

const update: Operation = (call) => {
  const changed = { ...dealIn(call), ...changesOf(call), last_updated_time: nowOf(call) }
  return reply(200, view(call.tenant.opportunities.replace(changed), call))
}

const pipeline = ({ stages, opportunities }: Tenant) =>
  stages.all().map(({ id, name, order }) => ({
    stage_id: Number(id),
    stage_name: name,
    stage_order: order,
    stage_count: opportunities.all().filter(({ stage_id }) => stage_id === id).length,
    is_default: Number(id) === FIRST_STAGE_ID,
    end_stage: name === 'Won' || name === 'Lost',
  }))

/** Add the opportunity operations; v1 can't delete one (declared). */
export function addOpportunities(router: Router<Operation>): void {
  router
    .add(
      'GET',
      '/opportunities',
      v1List<Opportunity>({
        plural: 'opportunities',
        records: ({ tenant }) => tenant.opportunities.all(),
        view,
        filters: {
          search_term: ({ opportunity_title }, value) =>
            opportunity_title.toLowerCase().includes(value.toLowerCase()),
          stage_id: byId(({ stage_id }) => stage_id),
          user_id: byId(({ user_id }) => user_id),
        },
        order: {
          next_action: ({ next_action_time }) => next_action_time,
          opportunity_name: ({ opportunity_title }) => opportunity_title,
          date_created: ({ created_time }) => created_time,
        },
      }),
    )
    .add('POST', '/opportunities', create)
    .add('GET', '/opportunities/{id}', (call) => reply(200, view(dealIn(call), call)))
    .add('PATCH', '/opportunities/{id}', update)
    .add('GET', '/opportunity/stage_pipeline', ({ tenant }) => reply(200, pipeline(tenant)))
}
