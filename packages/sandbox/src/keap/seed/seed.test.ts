import { describe, expect, it } from 'vitest'
import { seedTenants } from './seed.ts'

const tenantOf = (app: string, seed = 1, contacts = 300) => {
  const tenant = new Map(seedTenants({ seed, contacts })).get(app)
  if (tenant === undefined) throw new Error(`no tenant ${app}`)
  return tenant
}

describe('The seed', () => {
  it('makes the same records from the same seed, and others from another', () => {
    const contacts = JSON.stringify(tenantOf('dt123').contacts.all())

    expect(JSON.stringify(tenantOf('dt123').contacts.all())).toBe(contacts)
    expect(JSON.stringify(tenantOf('dt123', 2).contacts.all())).not.toBe(contacts)
    expect(JSON.stringify(tenantOf('ab103').contacts.all())).not.toBe(contacts)
  })

  it('has what was seen in a fresh app: user 1, stage 18, tag category 1', () => {
    const tenant = tenantOf('dt123')

    expect(tenant.users.get('1')).toMatchObject({ admin: true, status: 'ACTIVE' })
    expect(tenant.stages.all()[0]).toMatchObject({ id: '18', name: 'New Opportunity' })
    expect(tenant.tagCategories.get('1')?.name).toBe('Customer Tags')
  })

  it('has records of every sort', () => {
    const tenant = tenantOf('dt123')
    const contacts = tenant.contacts.all()

    expect(contacts).toHaveLength(300)
    expect(tenant.companies.size).toBe(40)
    expect(tenant.opportunities.size).toBe(120)
    expect(new Set(tenant.opportunities.all().map(({ stage_id }) => stage_id)).size).toBe(7)
    expect(new Set(contacts.map(({ contact_type }) => contact_type))).toContain('Lead')
    expect(contacts.some(({ phone_numbers }) => phone_numbers.length === 0)).toBe(true)
    expect(contacts.some(({ company }) => company === null)).toBe(true)
    expect(contacts.some(({ tag_ids }) => tag_ids.length > 1)).toBe(true)
  })

  it('uses example domains alone, and no address twice', () => {
    const emails = tenantOf('dt123')
      .contacts.all()
      .flatMap(({ email_addresses }) => email_addresses.map(({ email }) => email))

    expect(emails.every((email) => /[@.]example\.(com|org)$/.test(email))).toBe(true)
    expect(new Set(emails).size).toBe(emails.length)
  })

  it('can be without contacts', () => {
    expect(tenantOf('dt123', 1, 0).opportunities.size).toBe(0)
  })
})
