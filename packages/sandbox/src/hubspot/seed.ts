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
import { addObject, associate, emptyPortal, type Portal } from './objects.ts'
import { dealStages } from './routes.ts'

const slug = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')

/** The accounts: the same options make the same records. */
export function seedPortals({ seed, contacts }: VendorSeed): ReadonlyMap<string, Portal> {
  return new Map([
    ['62515', seedPortal(62_515, createRandom(seed + 10), contacts)],
    ['70707', seedPortal(70_707, createRandom(seed + 11), Math.ceil(contacts / 4))],
  ])
}

function seedPortal(id: number, random: Random, contacts: number): Portal {
  const portal = emptyPortal(id, 'app.hubspot.com')
  for (let made = 0; made < 4; made += 1) addOwner(portal, random)
  const companies = Math.max(1, Math.ceil(contacts / 6))
  for (let made = 0; made < companies; made += 1) addCompany(portal, random)
  for (let made = 0; made < contacts; made += 1) addContact(portal, random)
  for (let made = 0; made < Math.ceil(contacts / 3); made += 1) addDeal(portal, random)
  for (let made = 0; made < Math.ceil(contacts / 10); made += 1) addWork(portal, random)
  return portal
}

const aMoment = (random: Random) =>
  momentBetween(random, moments.first, moments.last).replace('Z', '.000Z')

function addOwner(portal: Portal, random: Random): void {
  const [firstName, lastName] = [random.pick(givenNames), random.pick(familyNames)]
  const at = aMoment(random)
  const id = portal.owners.nextId()
  const email = `${slug(firstName)}.${slug(lastName)}@portal${portal.portalId}.example.com`
  portal.owners.insert({
    id,
    email,
    firstName,
    lastName,
    userId: Number(id) + 1000,
    createdAt: at,
    updatedAt: at,
  })
}

function addressIn(random: Random) {
  const [city, state, , , country, zip, prefix] = random.pick(places)
  const address = `${random.between(10, 9900)} ${random.pick(streets)}`
  return { address, city, state, country, zip, phone: `${prefix}555${random.between(1000, 9999)}` }
}

function addCompany(portal: Portal, random: Random): void {
  const name = `${random.pick(companyRoots)} ${random.pick(companyKinds)}`
  const properties = {
    ...addressIn(random),
    name,
    domain: `${slug(name)}.example.com`,
    website: `https://www.${slug(name)}.example.com`,
    numberofemployees: String(random.between(2, 900)),
    industry: random.pick(['CONSTRUCTION', 'RETAIL', 'CONSUMER_GOODS', 'HOSPITALITY']),
    hubspot_owner_id: random.pick(portal.owners.all()).id,
    customer_tier: random.chance(0.5) ? random.pick(['gold', 'silver']) : null,
  }
  addObject(portal, 'companies', properties, aMoment(random))
}

function addContact(portal: Portal, random: Random): void {
  const [firstname, lastname] = [random.pick(givenNames), random.pick(familyNames)]
  const employer = random.chance(0.6) ? random.pick(portal.objects.companies.all()) : undefined
  const domain = employer?.properties.domain ?? 'example.org'
  const id = portal.objects.contacts.nextId()
  const properties = {
    ...addressIn(random),
    firstname,
    lastname,
    email: `${slug(firstname)}.${slug(lastname)}${id}@${domain}`,
    jobtitle: employer === undefined ? null : random.pick(jobTitles),
    company: employer?.properties.name ?? null,
    associatedcompanyid: employer?.id ?? null,
    lifecyclestage: random.pick(['lead', 'opportunity', 'customer']),
    hubspot_owner_id: random.pick(portal.owners.all()).id,
    favourite_colour: random.chance(0.3) ? random.pick(['green', 'blue']) : null,
  }
  const contact = addObject(portal, 'contacts', properties, aMoment(random))
  if (employer !== undefined)
    associate(portal, ['contacts', contact.id], ['companies', employer.id])
}

function addDeal(portal: Portal, random: Random): void {
  const contact = random.pick(portal.objects.contacts.all())
  const [dealstage, , probability] = random.pick(dealStages)
  const properties = {
    dealname: `${contact.properties.company ?? contact.properties.lastname}: ${random.pick(deals)}`,
    amount: String(random.between(2, 120) * 100),
    pipeline: 'default',
    dealstage,
    hs_deal_stage_probability: probability,
    hs_is_closed_won: String(dealstage === 'closedwon'),
    closedate: aMoment(random),
    hubspot_owner_id: random.pick(portal.owners.all()).id,
  }
  const deal = addObject(portal, 'deals', properties, aMoment(random))
  associate(portal, ['deals', deal.id], ['contacts', contact.id])
}

function addWork(portal: Portal, random: Random): void {
  const contact = random.pick(portal.objects.contacts.all())
  const name = `${contact.properties.firstname} ${contact.properties.lastname}`
  const at = aMoment(random)
  const owner = { hubspot_owner_id: random.pick(portal.owners.all()).id, hs_timestamp: at }
  const task = addObject(
    portal,
    'tasks',
    {
      ...owner,
      hs_task_subject: `Call ${name}`,
      hs_task_status: random.pick(['NOT_STARTED', 'COMPLETED']),
    },
    at,
  )
  const note = addObject(
    portal,
    'notes',
    { ...owner, hs_note_body: `Met ${name} at the trade show.` },
    at,
  )
  const lead = addObject(
    portal,
    'leads',
    { hs_lead_name: `${name} asked for a quote`, hubspot_owner_id: owner.hubspot_owner_id },
    at,
  )
  for (const [type, { id }] of [
    ['tasks', task],
    ['notes', note],
    ['leads', lead],
  ] as const) {
    associate(portal, [type, id], ['contacts', contact.id])
  }
}
