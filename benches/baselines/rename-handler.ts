/** What a developer would write by hand: Fastify, undici, parse, rename each field, serialise. */
import Fastify from 'fastify'
import { Agent, request } from 'undici'

const vendor = process.env['BENCH_VENDOR'] as string
const dispatcher = new Agent({ connections: 64, pipelining: 1 })
const app = Fastify()

type Row = Record<string, unknown>
type Entry = {
  field?: string
  email?: string
  number?: string
  extension?: string
  type?: string
} & Row

function pick(entries: unknown, field: string): Entry | undefined {
  return (entries as Entry[] | undefined)?.find((entry) => entry.field === field)
}

function address(row: Row, field: string, suffix: string): Row {
  const entry = pick(row['addresses'], field)
  return {
    [`StreetAddress${suffix}1`]: entry?.['line1'],
    [`StreetAddress${suffix}2`]: entry?.['line2'],
    [`City${suffix}`]: entry?.['locality'],
    [`State${suffix}`]: entry?.['region'],
    [`PostalCode${suffix}`]: entry?.['postal_code'] ?? entry?.['zip_code'],
    [`Country${suffix}`]: entry?.['country_code'],
  }
}

/** About as many fields as the element maps. */
function rename(row: Row): Row {
  return {
    Id: Number(row['id']),
    FirstName: row['given_name'],
    MiddleName: row['middle_name'],
    LastName: row['family_name'],
    Nickname: row['preferred_name'],
    Title: row['prefix'],
    Suffix: row['suffix'],
    SpouseName: row['spouse_name'],
    JobTitle: row['job_title'],
    Website: row['website'],
    ContactType: row['contact_type'],
    TimeZone: row['time_zone'],
    Language: row['preferred_locale'],
    Company: (row['company'] as Row | undefined)?.['company_name'],
    CompanyID: (row['company'] as Row | undefined)?.['id'],
    Email: pick(row['email_addresses'], 'EMAIL1')?.email,
    EmailAddress2: pick(row['email_addresses'], 'EMAIL2')?.email,
    EmailAddress3: pick(row['email_addresses'], 'EMAIL3')?.email,
    Phone1: pick(row['phone_numbers'], 'PHONE1')?.number,
    Phone1Ext: pick(row['phone_numbers'], 'PHONE1')?.extension,
    Phone1Type: pick(row['phone_numbers'], 'PHONE1')?.type,
    Phone2: pick(row['phone_numbers'], 'PHONE2')?.number,
    Phone2Ext: pick(row['phone_numbers'], 'PHONE2')?.extension,
    Phone2Type: pick(row['phone_numbers'], 'PHONE2')?.type,
    Fax1: pick(row['fax_numbers'], 'FAX1')?.number,
    ...address(row, 'BILLING', ''),
    ...address(row, 'SHIPPING', '2'),
    ...address(row, 'OTHER', '3'),
    Birthday: row['birth_date'],
    Anniversary: row['anniversary_date'],
    OwnerID: row['owner_id'],
    LeadSourceId: row['leadsource_id'],
    Groups: (row['tag_ids'] as unknown[] | undefined)?.join(','),
    ContactNotes: row['notes'],
    DateCreated: row['create_time'],
    LastUpdated: row['update_time'],
  }
}

app.get('/*', async (incoming, answer) => {
  const response = await request(vendor + incoming.url, {
    dispatcher,
    headers: { authorization: incoming.headers.authorization ?? '' },
  })
  const body = (await response.body.json()) as Row
  answer.header('content-type', 'application/json')
  return JSON.stringify(
    Array.isArray(body['contacts']) ? body['contacts'].map(rename) : rename(body),
  )
})

process.stdout.write(`The handler runs at ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
process.on('SIGTERM', () => process.exit(0))
