import {
  type FilterFields,
  idFilter,
  idListFilter,
  numberFilter,
  textFilter,
} from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { computedSelection } from '../../core/selection.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Opportunity } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'
import {
  opportunityDefaultFields,
  opportunityOptionalFields,
  opportunityRules,
  opportunityView,
} from './opportunity-fields.ts'
import { completeCustomFields } from './record-fields.ts'
import {
  assertPresent,
  assertReference,
  bodyOf,
  changesOf,
  deleteOf,
  getOf,
  listOf,
  type Resource,
  recordOf,
  replyWith,
  viewed,
} from './resource.ts'

const contactOf = (tenant: Tenant, { contact_id }: Opportunity) => tenant.contacts.get(contact_id)

// There is no filter on the update time (declared): to follow changes one orders by it and stops at the mark.
const filters = (tenant: Tenant): FilterFields<Opportunity> => ({
  stage_id: idFilter(({ stage_id }) => stage_id),
  user_id: idFilter(({ user_id }) => user_id),
  contact_id: idFilter(({ contact_id }) => contact_id),
  opportunity_title: textFilter(({ opportunity_title }) => opportunity_title, { prefix: true }),
  opportunity_id: numberFilter(({ id }) => Number(id)),
  ids: idListFilter(100),
  affiliate_id: idFilter(({ affiliate_id }) => affiliate_id),
  contact_phone: textFilter((deal) =>
    contactOf(tenant, deal)?.phone_numbers.map(({ number }) => number),
  ),
  contact_city: textFilter((deal) =>
    contactOf(tenant, deal)?.addresses.map(({ locality }) => locality),
  ),
  contact_state: textFilter((deal) =>
    contactOf(tenant, deal)?.addresses.flatMap(({ region, region_code }) => [region, region_code]),
  ),
  projected_revenue_low: numberFilter(({ projected_revenue_low }) => projected_revenue_low),
  projected_revenue_high: numberFilter(({ projected_revenue_high }) => projected_revenue_high),
})

const opportunitiesOf = (tenant: Tenant): Resource<Opportunity> => ({
  title: 'Opportunity',
  plural: 'opportunities',
  idName: 'opportunity_id',
  collection: ({ opportunities }) => opportunities,
  filters,
  order: {
    id: ({ id }) => Number(id),
    opportunity_name: ({ opportunity_title }) => opportunity_title,
    opportunity_title: ({ opportunity_title }) => opportunity_title,
    contact_name: (deal) => {
      const contact = contactOf(tenant, deal)
      return `${contact?.given_name ?? ''} ${contact?.family_name ?? ''}`
    },
    next_action_time: ({ next_action_time }) => next_action_time,
    created_time: ({ created_time }) => created_time,
    update_time: ({ last_updated_time }) => last_updated_time,
  },
  serialiser,
})

const serialiser = viewed<Opportunity, object>(
  opportunityView,
  // `fields` names "optional properties to include" (declared): the others come in any case.
  computedSelection(
    opportunityDefaultFields,
    [...opportunityDefaultFields, ...opportunityOptionalFields],
    opportunityDefaultFields,
  ),
)

// Ordering by the contact's name needs the tenant, so the resource is made for each call.
const within =
  (operation: (resource: Resource<Opportunity>) => Operation): Operation =>
  (call) =>
    operation(opportunitiesOf(call.tenant))(call)

type Values = Readonly<Record<string, unknown>>

function opportunityChanges(values: Values, tenant: Tenant): Partial<Opportunity> {
  assertReference(values, 'contact_id', tenant.contacts)
  assertReference(values, 'stage_id', tenant.stages)
  assertReference(values, 'user_id', tenant.users)
  if (values.opportunity_title === '') throw new RestError(400, 'opportunity_title is required')
  if (!('custom_fields' in values)) return values as Partial<Opportunity>
  const written = (values.custom_fields ?? []) as readonly Values[]
  const custom_fields = completeCustomFields(written, 'OPPORTUNITY', tenant)
  return { ...values, custom_fields } as Partial<Opportunity>
}

const create: Operation = (call) => {
  const values = bodyOf(call, opportunityRules)
  assertPresent(values, ['contact_id', 'opportunity_title', 'stage_id'])
  const written = opportunityChanges(values, call.tenant) as BasicOpportunity
  const { opportunities } = call.tenant
  const created = opportunities.insert({
    ...newOpportunity(opportunities.nextId(), nowOf(call), call.userId),
    ...written,
  })
  return replyWith(opportunitiesOf(call.tenant), call, 201, created)
}

type BasicOpportunity = Partial<Opportunity> &
  Pick<Opportunity, 'opportunity_title' | 'contact_id' | 'stage_id'>

/** What a new opportunity holds beside its title, contact and stage. Empty notes are `""` (recorded). */
export function newOpportunity(
  id: string,
  now: string,
  userId: string,
): Omit<Opportunity, 'opportunity_title' | 'contact_id' | 'stage_id'> {
  return {
    id,
    user_id: null,
    affiliate_id: null,
    opportunity_notes: '',
    next_action_notes: '',
    next_action_time: null,
    estimated_close_time: null,
    projected_revenue_low: 0,
    projected_revenue_high: 0,
    include_in_forecast: true,
    custom_fields: [],
    created_time: now,
    last_updated_time: now,
    stage_entrance_time: now,
    created_by: userId,
    last_updated_by: userId,
  }
}

const update: Operation = (call) => {
  const resource = opportunitiesOf(call.tenant)
  const changed = change(recordOf(resource, call), call)
  return replyWith(resource, call, 200, call.tenant.opportunities.replace(changed))
}

function change(opportunity: Opportunity, call: Call): Opportunity {
  const now = nowOf(call)
  const written = opportunityChanges(changesOf(call, opportunityRules, ['id']), call.tenant)
  const moved = written.stage_id !== undefined && written.stage_id !== opportunity.stage_id
  return {
    ...opportunity,
    ...written,
    stage_entrance_time: moved ? now : opportunity.stage_entrance_time,
    last_updated_time: now,
    last_updated_by: call.userId,
  }
}

/** Add the opportunity operations. v2 can delete an opportunity, v1 cannot. */
export function addOpportunities(router: Router<Operation>): void {
  router
    .add('GET', '/opportunities', within(listOf))
    .add('POST', '/opportunities', create)
    .add('GET', '/opportunities/{opportunity_id}', within(getOf))
    .add('PATCH', '/opportunities/{opportunity_id}', update)
    .add('DELETE', '/opportunities/{opportunity_id}', within(deleteOf))
}
