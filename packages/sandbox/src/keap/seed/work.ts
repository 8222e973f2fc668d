import { type Moments, momentBetween } from '../../core/moments.ts'
import type { Random } from '../../core/random.ts'
import { deals, stages } from '../../core/words.ts'
import { FIRST_STAGE_ID, type Tenant } from '../tenant.ts'
import { blankNote } from '../v2/notes.ts'
import { newOpportunity } from '../v2/opportunities.ts'
import { blankTask } from '../v2/tasks.ts'

const userId = (random: Random) => String(random.between(1, 4))

/** Opportunities over all stages, about a third of them in the first. */
export function seedOpportunities(
  tenant: Tenant,
  random: Random,
  moments: Moments,
  count: number,
): void {
  for (let made = 0; made < count; made += 1) {
    const contact = random.pick(tenant.contacts.all())
    const created = momentBetween(random, contact.create_time, moments.last)
    const stage = random.chance(0.25) ? 0 : random.between(0, stages.length - 1)
    const low = random.between(2, 120) * 100
    const owner = userId(random)
    tenant.opportunities.insert({
      ...newOpportunity(tenant.opportunities.nextId(), created, owner),
      opportunity_title: `${contact.company?.company_name ?? contact.family_name}: ${random.pick(deals)}`,
      contact_id: contact.id,
      stage_id: String(FIRST_STAGE_ID + stage),
      user_id: owner,
      projected_revenue_low: low,
      projected_revenue_high: low + random.between(0, 40) * 100,
      next_action_time: random.chance(0.6) ? momentBetween(random, created, moments.last) : null,
      estimated_close_time: random.chance(0.5)
        ? momentBetween(random, created, moments.last)
        : null,
      last_updated_time: momentBetween(random, created, moments.last),
    })
  }
}

const tasks = ['Call back', 'Send proposal', 'Follow up', 'Prepare contract', 'Confirm delivery']

/** Tasks, done and open, with and without a due date. */
export function seedTasks(tenant: Tenant, random: Random, moments: Moments, count: number): void {
  for (let made = 0; made < count; made += 1) {
    const contact = random.pick(tenant.contacts.all())
    const created = momentBetween(random, contact.create_time, moments.last)
    const completed = random.chance(0.4)
    const changed = momentBetween(random, created, moments.last)
    tenant.tasks.insert({
      ...blankTask(tenant.tasks.nextId(), created, userId(random)),
      title: `${random.pick(tasks)}: ${contact.given_name} ${contact.family_name}`,
      type: random.pick(['Call', 'Email', 'Other']),
      priority: random.pick(['CRITICAL', 'ESSENTIAL', 'NONESSENTIAL']),
      completed,
      completion_time: completed ? changed : null,
      due_time: random.chance(0.7) ? momentBetween(random, created, moments.last) : null,
      contact_id: contact.id,
      modification_time: changed,
    })
  }
}

const notes = [
  ['Call', 'Spoke about the offer; wants to see numbers.'],
  ['Email', 'Sent the brochure and the price list.'],
  ['Other', 'Met at the trade show, very interested.'],
  ['Appointment', 'Visited the site, measurements taken.'],
] as const

/** Notes on contacts. */
export function seedNotes(tenant: Tenant, random: Random, moments: Moments, count: number): void {
  for (let made = 0; made < count; made += 1) {
    const contact = random.pick(tenant.contacts.all())
    const created = momentBetween(random, contact.create_time, moments.last)
    const [type, text] = random.pick(notes)
    tenant.notes.insert({
      ...blankNote(tenant.notes.nextId(), contact.id, userId(random), created),
      title: `${type} with ${contact.given_name}`,
      text,
      type,
    })
  }
}
