import type { FieldRules } from '../../core/body.ts'
import type { Opportunity } from '../entities.ts'
import type { Tenant } from '../tenant.ts'
import { customFieldRules } from './record-fields.ts'

/** Properties of an opportunity that are always answered. */
export const opportunityDefaultFields = [
  'id',
  'opportunity_title',
  'contact',
  'stage',
  'user',
  'affiliate_id',
  'opportunity_notes',
  'next_action_notes',
  'next_action_time',
  'estimated_close_time',
  'projected_revenue_low',
  'projected_revenue_high',
  'include_in_forecast',
  'created_time',
  'last_updated_time',
] as const

/** Properties only `fields=` brings (declared). */
export const opportunityOptionalFields = [
  'custom_fields',
  'created_by',
  'last_updated_by',
  'status_id',
  'status',
  'lead_source',
  'objection',
  'monthly_revenue',
  'order_revenue',
  'stage_entrance_time',
] as const

/** Properties an opportunity is written with: references are flat on the way in, nested on the way out. */
export const opportunityRules: FieldRules = {
  opportunity_title: { kind: 'text' },
  contact_id: { kind: 'text' },
  stage_id: { kind: 'text' },
  user_id: { kind: 'text' },
  affiliate_id: { kind: 'text' },
  opportunity_notes: { kind: 'text' },
  next_action_notes: { kind: 'text' },
  next_action_time: { kind: 'time' },
  estimated_close_time: { kind: 'time' },
  projected_revenue_low: { kind: 'number' },
  projected_revenue_high: { kind: 'number' },
  include_in_forecast: { kind: 'boolean' },
  custom_fields: { kind: 'list', of: customFieldRules },
}

/** An opportunity as it is read. */
export function opportunityView(opportunity: Opportunity, tenant: Tenant): object {
  const { contact_id, stage_id, user_id, ...own } = opportunity
  return {
    ...own,
    contact: contactView(contact_id, tenant),
    stage: stageView(stage_id, tenant),
    user: userView(user_id, tenant),
    status_id: null,
    status: null,
    lead_source: null,
    objection: null,
    monthly_revenue: null,
    order_revenue: null,
  }
}

function contactView(id: string, tenant: Tenant): object {
  const contact = tenant.contacts.get(id)
  return {
    id,
    first_name: contact?.given_name ?? null,
    last_name: contact?.family_name ?? null,
    email: contact?.email_addresses[0]?.email ?? null,
    phone_number: contact?.phone_numbers[0]?.number ?? null,
    company_name: contact?.company?.company_name ?? null,
    job_title: contact?.job_title ?? null,
  }
}

function stageView(id: string, tenant: Tenant): object {
  const stage = tenant.stages.get(id)
  return {
    id,
    name: stage?.name ?? null,
    reasons: stage?.reasons ?? [],
    details: {
      probability: stage?.probability ?? null,
      stage_order: stage?.order ?? null,
      target_num_days: stage?.target_number_days ?? null,
      checklist_items: stage?.checklist_items ?? [],
    },
  }
}

function userView(id: string | null, tenant: Tenant): object | null {
  const user = id === null ? undefined : tenant.users.get(id)
  return user === undefined
    ? null
    : { id: user.id, first_name: user.given_name, last_name: user.family_name }
}
