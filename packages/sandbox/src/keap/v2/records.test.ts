import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTestClient, type TestClient } from '../../test-client.ts'

let client: TestClient

beforeAll(async () => {
  client = await startTestClient()
})

afterEach(() => client.control('POST', '/reset'))
afterAll(() => client.sandbox.close())

const api: TestClient['api'] = (...call) => client.api(...call)

const filtered = (path: string, filter: string) =>
  api('GET', `${path}?filter=${encodeURIComponent(filter)}&page_size=100`)

describe('Companies', () => {
  it('need nothing, and answer with all but the optional properties unless asked', async () => {
    const { status, json } = await api('POST', '/v2/companies', {
      first_name: 'Ada',
      last_name: 'Park',
    })
    const read = await api('GET', `/v2/companies/${json.id}?fields=address`)

    expect(status).toBe(201)
    expect(json).toMatchObject({ first_name: 'Ada', last_name: 'Park', website: null })
    expect(json).not.toHaveProperty('address')
    expect(read.json).toEqual({ ...json, address: null })
  })

  it('are found by the beginning of their name', async () => {
    await api('POST', '/v2/companies', { company_name: 'Zebra Ltd' })
    const { json } = await filtered('/v2/companies', 'name==zeb*')

    expect(json.companies).toHaveLength(1)
  })

  it('are renamed in the contacts that work there, and leave them when deleted', async () => {
    const { json: company } = await api('POST', '/v2/companies', { company_name: 'Old' })
    const { json: contact } = await api('POST', '/v2/contacts', {
      email_addresses: [{ email: 'a@example.com' }],
      company: { id: company.id },
    })
    const read = async () => {
      const { json } = await api('GET', `/v2/contacts/${contact.id}?fields=company`)
      return json.company
    }
    await api('PATCH', `/v2/companies/${company.id}`, { company_name: 'New' })
    const renamed = await read()
    const deleted = await api('DELETE', `/v2/companies/${company.id}`)

    expect(renamed).toEqual({ id: company.id, company_name: 'New' })
    expect(deleted.status).toBe(204)
    expect(await read()).toBeNull()
  })
})

describe('Opportunities', () => {
  const deal = { opportunity_title: 'Big one', contact_id: '5', stage_id: '18' }

  it('are written with ids and read with what the ids stand for', async () => {
    const { status, json } = await api('POST', '/v2/opportunities', { ...deal, user_id: '1' })

    expect(status).toBe(201)
    expect(json).toMatchObject({
      opportunity_title: 'Big one',
      contact: { id: '5', email: expect.stringContaining('@') },
      stage: { id: '18', name: 'New Opportunity', details: { stage_order: 1 } },
      user: { id: '1' },
      opportunity_notes: '',
      next_action_time: null,
    })
    expect(json).not.toHaveProperty('custom_fields')
  })

  it.each([
    [{ ...deal, contact_id: undefined }, 'contact_id is required'],
    [{ ...deal, stage_id: undefined }, 'stage_id is required'],
    [{ ...deal, opportunity_title: '' }, 'opportunity_title is required'],
    [{ ...deal, contact_id: '99999' }, 'contact_id is invalid'],
    [{ ...deal, stage_id: '1' }, 'stage_id is invalid'],
  ])('are refused: %j', async (body, message) => {
    const { status, json } = await api('POST', '/v2/opportunities', body)

    expect(status).toBe(400)
    expect(json.message).toBe(message)
    expect(json.details?.[0]?.resource).toBe('POST /rest/v2/opportunities')
  })

  it('move to another stage, are ordered by their last change, and can be deleted', async () => {
    const { json } = await api('PATCH', '/v2/opportunities/7', { stage_id: '23' })
    const newest = await api('GET', '/v2/opportunities?order_by=update_time%20desc&page_size=1')
    const deleted = await api('DELETE', '/v2/opportunities/7')
    const gone = await api('GET', '/v2/opportunities/7')

    expect(json.stage?.name).toBe('Won')
    expect(newest.json.opportunities?.[0]?.id).toBe('7')
    expect([deleted.status, gone.status]).toEqual([204, 404])
  })

  it('have no filter on the time of change', async () => {
    const { status } = await filtered('/v2/opportunities', 'update_time==2024-01-01T00:00:00Z')

    expect(status).toBe(400)
  })

  it('filter by stage, title and revenue', async () => {
    await api('POST', '/v2/opportunities', { ...deal, projected_revenue_low: 1_000_000 })
    const filter = 'stage_id==18;opportunity_title==big*;projected_revenue_low>=1000000'
    const { json } = await filtered('/v2/opportunities', filter)

    expect(json.opportunities).toHaveLength(1)
  })

  it('have stages, the default one first', async () => {
    const { json } = await api('GET', '/v2/opportunities/stages?order_by=stage_order')

    expect(json.stages?.[0]).toMatchObject({ id: '18', name: 'New Opportunity', order: 1 })
    expect(json.stages).toHaveLength(7)
  })
})

describe('Tasks', () => {
  const task = { title: 'Call', assigned_to_user_id: '1', contact_id: '5' }

  it('need a title and somebody to do them', async () => {
    const { json } = await api('POST', '/v2/tasks', { title: 'Call' })
    const { json: other } = await api('POST', '/v2/tasks', { assigned_to_user_id: '1' })

    expect(json.message).toBe('assigned_to_user_id is required')
    expect(other.message).toBe('title is required')
  })

  it('say when they were completed, and forget it when they are not any more', async () => {
    const { status, json } = await api('POST', '/v2/tasks', { ...task, priority: 'CRITICAL' })
    const done = await api('PATCH', `/v2/tasks/${json.id}`, { completed: true })
    const open = await api('PATCH', `/v2/tasks/${json.id}`, { completed: false })

    expect(status).toBe(201)
    expect(json).toMatchObject({ completed: false, completion_time: null, priority: 'CRITICAL' })
    expect(done.json.completion_time).toMatch(/Z$/)
    expect(open.json.completion_time).toBeNull()
  })

  it('take enumerations and reminders as declared', async () => {
    const priority = await api('POST', '/v2/tasks', { ...task, priority: 'Critical' })
    const reminder = await api('POST', '/v2/tasks', { ...task, remind_time_mins: 7 })

    expect([priority.status, reminder.status]).toEqual([400, 400])
  })

  it('filter by contact and completion', async () => {
    const { json } = await api('POST', '/v2/tasks', { ...task, contact_id: '299' })
    const found = await filtered('/v2/tasks', 'contact_id==299;is_completed==false')
    await api('DELETE', `/v2/tasks/${json.id}`)

    expect(JSON.stringify(found.json.tasks)).toContain(`"id":"${json.id}"`)
    expect((await api('GET', `/v2/tasks/${json.id}`)).status).toBe(404)
  })
})

describe('Notes', () => {
  const note = { user_id: '1', title: 'Met', text: 'At the fair' }

  it('are written under a contact and read across all', async () => {
    const { status, json } = await api('POST', '/v2/contacts/5/notes', note)
    const across = await filtered('/v2/notes', `id==${json.id}`)
    const under = await api('GET', '/v2/contacts/5/notes?order_by=id%20desc&page_size=1')

    expect(status).toBe(201)
    expect(json).toMatchObject({ contact_id: '5', assigned_to_user: { id: '1' }, pinned_at: null })
    expect(across.json.notes).toHaveLength(1)
    expect(under.json.notes?.[0]?.id).toBe(json.id)
  })

  it('need a user, and a title or a type', async () => {
    const noUser = await api('POST', '/v2/contacts/5/notes', { title: 'Met' })
    const noTitle = await api('POST', '/v2/contacts/5/notes', { user_id: '1', text: 'x' })
    const noContact = await api('POST', '/v2/contacts/99999/notes', note)

    expect(noUser.json.message).toBe('user_id is required')
    expect(noTitle.json.message).toBe('A value for either title or type is required')
    expect(noContact.status).toBe(404)
  })

  it('are changed and deleted under their own contact only', async () => {
    const { json } = await api('POST', '/v2/contacts/5/notes', note)
    const elsewhere = await api('GET', `/v2/contacts/6/notes/${json.id}`)
    const changed = await api('PATCH', `/v2/contacts/5/notes/${json.id}`, {
      user_id: '2',
      is_pinned: true,
    })
    const deleted = await api('DELETE', `/v2/contacts/5/notes/${json.id}`)

    expect(elsewhere.status).toBe(404)
    expect(changed.json).toMatchObject({ title: 'Met', assigned_to_user: { id: '2' } })
    expect(changed.json.pinned_at).toMatch(/Z$/)
    expect(deleted.status).toBe(204)
  })
})

describe('Tags', () => {
  it('have unique names, and a category that exists', async () => {
    const created = await api('POST', '/v2/tags', { name: 'Newcomer', category: { id: '1' } })
    const twice = await api('POST', '/v2/tags', { name: 'newcomer' })
    const nowhere = await api('POST', '/v2/tags', { name: 'Other', category: { id: '99' } })

    expect(created.status).toBe(201)
    expect(created.json.category).toEqual({ id: '1' })
    expect([twice.status, nowhere.status]).toEqual([409, 400])
  })

  it('are applied with a result for each contact, and removed without one', async () => {
    const { json: tag } = await api('POST', '/v2/tags', { name: 'Fresh' })
    const contact_ids = ['5', '6', '99999']
    const applied = await api('POST', `/v2/tags/${tag.id}/contacts:applyTags`, { contact_ids })
    const again = await api('POST', `/v2/tags/${tag.id}/contacts:applyTags`, { contact_ids: ['5'] })
    const wearers = await api('GET', `/v2/tags/${tag.id}/contacts`)
    const worn = await api('GET', '/v2/contacts/5/tags?page_size=100')
    const removed = await api('POST', `/v2/tags/${tag.id}/contacts:removeTags`, { contact_ids })
    const left = await api('GET', `/v2/tags/${tag.id}/contacts`)

    expect(applied.json.results).toEqual({
      5: 'SUCCESS',
      6: 'SUCCESS',
      99999: 'CONTACT_NOT_FOUND',
    })
    expect(again.json.results).toEqual({ 5: 'DUPLICATE' })
    expect(wearers.json.contacts?.[0]).toMatchObject({ id: '5', email: expect.any(String) })
    expect(worn.text).toContain('"name":"Fresh"')
    expect(removed.status).toBe(204)
    expect(left.json.contacts).toEqual([])
  })

  it('leave their contacts when they are deleted', async () => {
    await api('POST', '/v2/tags/91/contacts:applyTags', { contact_ids: ['5'] })
    await api('DELETE', '/v2/tags/91')
    const { json } = await api('GET', '/v2/contacts/5?fields=tag_ids')

    expect(json.tag_ids).not.toContain('91')
  })

  it('can be asked for without a category', async () => {
    await api('DELETE', '/v2/tags/categories/1')
    const { json } = await filtered('/v2/tags', 'category_id==NONE')

    expect(json.tags).toHaveLength(4)
  })

  it('have categories, the first "Customer Tags"', async () => {
    const { json } = await api('GET', '/v2/tags/categories')
    const created = await api('POST', '/v2/tags/categories', { name: 'Seasons' })
    const changed = await api('PATCH', `/v2/tags/categories/${created.json.id}`, {
      description: 'of the year',
    })

    expect(json.tag_categories?.[0]).toMatchObject({ id: '1', name: 'Customer Tags' })
    expect(changed.json).toMatchObject({ name: 'Seasons', description: 'of the year' })
  })
})

describe('Users', () => {
  it('are listed 100 at most, and one by one', async () => {
    const { json } = await api('GET', '/v2/users?page_size=100')
    const tooMany = await api('GET', '/v2/users?page_size=101')
    const admin = await api('GET', '/v2/users/1')

    expect(json.users).toHaveLength(5)
    expect(tooMany.status).toBe(400)
    expect(admin.json).toMatchObject({ id: '1', admin: true, status: 'ACTIVE' })
  })

  it('can be asked for without those who left', async () => {
    const { json } = await filtered('/v2/users', 'include_inactive==false')

    expect(json.users).toHaveLength(4)
  })
})

describe('Products', () => {
  it('tell their stock one by one, not in the list', async () => {
    const { json: list } = await api('GET', '/v2/products')
    const { json: one } = await api('GET', '/v2/products/1')

    expect(list.products?.[0]?.inventory).not.toHaveProperty('inventory_count')
    expect(one.inventory?.inventory_count).toEqual(expect.any(Number))
  })

  it('have their stock adjusted up and down', async () => {
    const { json: before } = await api('GET', '/v2/products/1')
    const start = Number(before.inventory?.inventory_count)
    const up = await api('POST', '/v2/products/1:adjustInventory', {
      type: 'INCREASE',
      quantity: 10,
    })
    const down = await api('POST', '/v2/products/1:adjustInventory', {
      type: 'DECREASE',
      quantity: 3,
    })

    expect(up.status).toBe(200)
    expect(up.json.inventory?.inventory_count).toBe(start + 10)
    expect(down.json.inventory?.inventory_count).toBe(start + 7)
  })

  it.each([
    [{ type: 'increase', quantity: 1 }, 'type must be one of [INCREASE, DECREASE]'],
    [{ type: 'INCREASE', quantity: -1 }, 'quantity must be greater than or equal to 0'],
    [{ type: 'INCREASE' }, 'quantity is required'],
  ])('refuse the adjustment %j', async (body, message) => {
    const { status, json } = await api('POST', '/v2/products/1:adjustInventory', body)

    expect(status).toBe(400)
    expect(json.message).toBe(message)
  })
})

describe('Userinfo', () => {
  it('says whose token it is, and in which app', async () => {
    const { json } = await api('GET', '/v2/oauth/connect/userinfo')

    expect(json).toMatchObject({
      sub: '1',
      is_admin: true,
      tenant_id: 'dt123.infusionsoft.com',
    })
  })
})
