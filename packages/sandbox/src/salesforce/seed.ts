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
import { addRecord, emptyOrg, type Org, type SRecord } from './sobjects.ts'

const slug = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')

/** The organizations: the same options make the same records. */
export function seedOrgs({ seed, contacts }: VendorSeed): ReadonlyMap<string, Org> {
  return new Map([
    ['acme', seedOrg('00D5g0000000001EAA', createRandom(seed + 20), contacts)],
    ['birch', seedOrg('00D5g0000000002EAA', createRandom(seed + 21), Math.ceil(contacts / 4))],
  ])
}

/** The user that signs in: the first that is made in every organization. */
export const FIRST_USER_ID = '0055g0000000001AAA'

function seedOrg(id: string, random: Random, contacts: number): Org {
  const org = emptyOrg(id)
  const users = [0, 1, 2].map(() => addUser(org, random))
  const anOwner = () => random.pick(users).Id
  const accounts = Array.from({ length: Math.max(1, Math.ceil(contacts / 6)) }, () =>
    addAccount(org, random, anOwner()),
  )
  const people = Array.from({ length: contacts }, () =>
    addContact(org, random, random.pick(accounts), anOwner()),
  )
  for (let made = 0; made < Math.ceil(contacts / 3); made += 1)
    addOpportunity(org, random, random.pick(accounts), anOwner())
  for (let made = 0; made < Math.ceil(contacts / 4); made += 1) addLead(org, random, anOwner())
  for (let made = 0; made < Math.ceil(contacts / 10); made += 1)
    addWork(org, random, random.pick(people), anOwner())
  return org
}

function at(random: Random, userId: string) {
  return {
    now: momentBetween(random, moments.first, moments.last).replace('Z', '.000+0000'),
    userId,
  }
}

function addUser(org: Org, random: Random): SRecord {
  const [FirstName, LastName] = [random.pick(givenNames), random.pick(familyNames)]
  const Email = `${slug(FirstName)}.${slug(LastName)}@${org.id.slice(-6).toLowerCase()}.example.com`
  return addRecord(
    org,
    'User',
    { FirstName, LastName, Email, Username: Email, IsActive: true },
    at(random, ''),
  )
}

function addressIn(random: Random, prefix: string): Record<string, string> {
  const [city, state, , , country, code] = random.pick(places)
  return {
    [`${prefix}Street`]: `${random.between(10, 9900)} ${random.pick(streets)}`,
    [`${prefix}City`]: city,
    [`${prefix}State`]: state,
    [`${prefix}PostalCode`]: code,
    [`${prefix}Country`]: country,
  }
}

const aPhone = (random: Random) => `+1602555${random.between(1000, 9999)}`

function addAccount(org: Org, random: Random, owner: string): SRecord {
  const Name = `${random.pick(companyRoots)} ${random.pick(companyKinds)}`
  const values = {
    ...addressIn(random, 'Billing'),
    Name,
    Phone: aPhone(random),
    Website: `https://www.${slug(Name)}.example.com`,
    Industry: random.pick(['Construction', 'Retail', 'Hospitality']),
    NumberOfEmployees: random.between(2, 900),
    Tier__c: random.chance(0.5) ? random.pick(['Gold', 'Silver']) : null,
  }
  return addRecord(org, 'Account', values, at(random, owner))
}

function addContact(org: Org, random: Random, account: SRecord, owner: string): SRecord {
  const [FirstName, LastName] = [random.pick(givenNames), random.pick(familyNames)]
  const isEmployed = random.chance(0.7)
  const values = {
    ...addressIn(random, 'Mailing'),
    FirstName,
    LastName,
    Email: `${slug(FirstName)}.${slug(LastName)}${org.lastId}@${slug(String(account.Name))}.example.com`,
    Phone: random.chance(0.8) ? aPhone(random) : null,
    Title: isEmployed ? random.pick(jobTitles) : null,
    AccountId: isEmployed ? account.Id : null,
    LeadSource: random.pick(['Web', 'Phone Inquiry', 'Partner Referral']),
    FavouriteColour__c: random.chance(0.3) ? random.pick(['green', 'blue']) : null,
  }
  return addRecord(org, 'Contact', values, at(random, owner))
}

function addOpportunity(org: Org, random: Random, account: SRecord, owner: string): void {
  const [StageName, Probability] = random.pick([
    ['Prospecting', 10],
    ['Qualification', 20],
    ['Proposal/Price Quote', 75],
    ['Closed Won', 100],
    ['Closed Lost', 0],
  ] as const)
  const values = {
    Name: `${account.Name}: ${random.pick(deals)}`,
    AccountId: account.Id,
    Amount: random.between(2, 120) * 100,
    StageName,
    Probability,
    CloseDate: momentBetween(random, moments.first, moments.last).slice(0, 10),
  }
  addRecord(org, 'Opportunity', values, at(random, owner))
}

function addLead(org: Org, random: Random, owner: string): void {
  const [FirstName, LastName] = [random.pick(givenNames), random.pick(familyNames)]
  const Company = `${random.pick(companyRoots)} ${random.pick(companyKinds)}`
  const values = {
    FirstName,
    LastName,
    Company,
    Email: `${slug(FirstName)}@${slug(Company)}.example.com`,
    Phone: aPhone(random),
    Status: random.pick(['Open - Not Contacted', 'Working - Contacted']),
    LeadSource: random.pick(['Web', 'Phone Inquiry']),
  }
  addRecord(org, 'Lead', values, at(random, owner))
}

function addWork(org: Org, random: Random, contact: SRecord, owner: string): void {
  const task = {
    Subject: `Call ${contact.Name}`,
    WhoId: contact.Id,
    Status: random.pick(['Not Started', 'Completed']),
    ActivityDate: momentBetween(random, moments.first, moments.last).slice(0, 10),
  }
  addRecord(org, 'Task', task, at(random, owner))
  addRecord(
    org,
    'Note',
    {
      Title: `Met ${contact.Name}`,
      Body: 'At the trade show, very interested.',
      ParentId: contact.Id,
    },
    at(random, owner),
  )
}
