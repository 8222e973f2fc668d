import { moments } from '../../core/moments.ts'
import { createRandom } from '../../core/random.ts'
import { emptyTenant, type Tenant } from '../tenant.ts'
import { seedCatalogue } from './catalogue.ts'
import { seedCompanies, seedContacts, seedUsers } from './people.ts'
import { seedV1 } from './v1-records.ts'
import { seedNotes, seedOpportunities, seedTasks } from './work.ts'

/** How much is seeded, and from which seed. */
export interface SeedOptions {
  readonly seed: number
  /** Contacts of the first app; the second gets a quarter. */
  readonly contacts: number
}

interface Sizes {
  readonly contacts: number
  readonly companies: number
  readonly opportunities: number
  readonly tasks: number
  readonly notes: number
}

/** The sandbox's two apps. The same options make the same records, to the last digit. */
export function seedTenants({
  seed,
  contacts,
}: SeedOptions): readonly (readonly [string, Tenant])[] {
  const first = { contacts, companies: 40, opportunities: 120, tasks: 60, notes: 80 }
  const second = {
    contacts: Math.ceil(contacts / 4),
    companies: 12,
    opportunities: 25,
    tasks: 15,
    notes: 20,
  }
  return [
    ['dt123', seedTenant('dt123', 'Desert Trail Outfitters', seed, first)],
    ['ab103', seedTenant('ab103', 'Aubade Bakery Supply', seed + 1, second)],
  ]
}

function seedTenant(app: string, name: string, seed: number, sizes: Sizes): Tenant {
  const random = createRandom(seed)
  const tenant = emptyTenant(app, name)
  seedUsers(tenant, random, moments)
  seedCatalogue(tenant, random, moments)
  seedCompanies(tenant, random, moments, sizes.companies)
  seedContacts(tenant, random, moments, sizes.contacts)
  // Without contacts there is nobody to sell to, to call or to write about.
  if (sizes.contacts === 0) return tenant
  seedOpportunities(tenant, random, moments, sizes.opportunities)
  seedTasks(tenant, random, moments, sizes.tasks)
  seedNotes(tenant, random, moments, sizes.notes)
  // Last, so that what was seeded before stays the same.
  seedV1(tenant, random, moments, sizes.notes)
  return tenant
}
