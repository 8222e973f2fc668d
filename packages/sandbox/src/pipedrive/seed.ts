import { momentBetween, moments } from '../core/moments.ts'
import { createRandom, type Random } from '../core/random.ts'
import {
  companyKinds,
  companyRoots,
  deals,
  familyNames,
  givenNames,
  jobTitles,
  places,
  streets,
} from '../core/words.ts'
import type { VendorSeed } from '../vendor/vendor.ts'
import { addRecord, emptyCompany, type PipedriveCompany, type PipedriveRecord } from './company.ts'
import { addLead } from './routes-v1.ts'

const slug = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')

/** The accounts: the same options make the same records. */
export function seedCompanies({
  seed,
  contacts,
}: VendorSeed): ReadonlyMap<string, PipedriveCompany> {
  return new Map([
    ['acme', seedCompany(emptyCompany(11_001, 'acme'), createRandom(seed + 30), contacts)],
    [
      'birch',
      seedCompany(emptyCompany(11_002, 'birch'), createRandom(seed + 31), Math.ceil(contacts / 4)),
    ],
  ])
}

function seedCompany(
  company: PipedriveCompany,
  random: Random,
  contacts: number,
): PipedriveCompany {
  for (let made = 0; made < 3; made += 1) addUser(company, random)
  const organizations = Array.from({ length: Math.max(1, Math.ceil(contacts / 6)) }, () =>
    addOrganization(company, random),
  )
  const persons = Array.from({ length: contacts }, () =>
    addPerson(company, random, random.pick(organizations)),
  )
  for (let made = 0; made < Math.ceil(contacts / 3); made += 1)
    addDeal(company, random, random.pick(persons))
  for (let made = 0; made < Math.ceil(contacts / 5); made += 1)
    addALead(company, random, random.pick(persons))
  for (let made = 0; made < Math.ceil(contacts / 10); made += 1)
    addWork(company, random, random.pick(persons))
  return company
}

function at(company: PipedriveCompany, random: Random) {
  const now = momentBetween(random, moments.first, moments.last)
  return { now, userId: random.pick(company.users.all()).id }
}

function addUser(company: PipedriveCompany, random: Random): void {
  const name = `${random.pick(givenNames)} ${random.pick(familyNames)}`
  const now = momentBetween(random, moments.first, moments.last).replace('T', ' ').replace('Z', '')
  const id = company.users.nextId()
  const email = `${slug(name)}@${company.domain}.example.com`
  company.users.insert({
    id,
    name,
    email,
    active_flag: true,
    is_admin: id === '501' ? 1 : 0,
    created: now,
    modified: now,
  })
}

function addOrganization(company: PipedriveCompany, random: Random): PipedriveRecord {
  const [locality, region, , , country, postal_code] = random.pick(places)
  const route = `${random.between(10, 9900)} ${random.pick(streets)}`
  const address = {
    value: `${route}, ${locality}, ${country}`,
    country,
    admin_area_level_1: region,
    locality,
    route,
    postal_code,
  }
  const name = `${random.pick(companyRoots)} ${random.pick(companyKinds)}`
  const website = `https://www.${slug(name)}.example.com`
  const custom_fields = { ['b'.repeat(40)]: random.chance(0.5) ? 'gold' : null }
  return addRecord(
    company,
    'organizations',
    { name, address, website, custom_fields, employee_count: random.between(2, 900) },
    at(company, random),
  )
}

function addPerson(
  company: PipedriveCompany,
  random: Random,
  employer: PipedriveRecord,
): PipedriveRecord {
  const name = `${random.pick(givenNames)} ${random.pick(familyNames)}`
  const isEmployed = random.chance(0.6)
  const id = company.records.persons.nextId()
  const domain = isEmployed ? `${slug(String(employer.name))}.example.com` : 'example.org'
  const values = {
    name,
    emails: [{ value: `${slug(name)}${id}@${domain}`, primary: true, label: 'work' }],
    phones: random.chance(0.8)
      ? [{ value: `+1602555${random.between(1000, 9999)}`, primary: true, label: 'work' }]
      : [],
    org_id: isEmployed ? Number(employer.id) : null,
    job_title: isEmployed ? random.pick(jobTitles) : null,
    custom_fields: { ['a'.repeat(40)]: random.chance(0.3) ? 'green' : null },
  }
  return addRecord(company, 'persons', values, at(company, random))
}

function addDeal(company: PipedriveCompany, random: Random, person: PipedriveRecord): void {
  const values = {
    title: `${person.name}: ${random.pick(deals)}`,
    person_id: Number(person.id),
    org_id: person.org_id,
    value: random.between(2, 120) * 100,
    stage_id: random.between(1, 5),
    status: random.pick(['open', 'open', 'won', 'lost']),
    expected_close_date: momentBetween(random, moments.first, moments.last).slice(0, 10),
  }
  addRecord(company, 'deals', values, at(company, random))
}

// Seeded ids have the form of a UUID, and are the same on every machine.
function addALead(company: PipedriveCompany, random: Random, person: PipedriveRecord): void {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => random.between(0, 15).toString(16)).join('')
  const id = `${hex(8)}-${hex(4)}-11ee-8${hex(3)}-${hex(12)}`
  const value = random.chance(0.5)
    ? { amount: random.between(2, 120) * 100, currency: 'USD' }
    : null
  addLead(
    company,
    { title: `${person.name} asked for a quote`, person_id: Number(person.id), value },
    { ...at(company, random), id },
  )
}

function addWork(company: PipedriveCompany, random: Random, person: PipedriveRecord): void {
  const person_id = Number(person.id)
  const activity = {
    subject: `Call ${person.name}`,
    person_id,
    done: random.chance(0.4),
    due_date: momentBetween(random, moments.first, moments.last).slice(0, 10),
  }
  addRecord(company, 'activities', activity, at(company, random))
  addRecord(
    company,
    'notes',
    { content: `<p>Met ${person.name} at the trade show.</p>`, person_id },
    at(company, random),
  )
}
