import type { Router } from '../../core/router.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Contact, Tag } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'
import { jsonOf } from '../v2/resource.ts'
import { contactIn } from './contacts.ts'
import { byId, byText, found, numberOrNull, reply, v1List, v1Time } from './list.ts'

function view({ id, name, description, category }: Tag, { tenant }: Pick<Call, 'tenant'>): object {
  const known = category && tenant.tagCategories.get(category.id)
  return {
    id: Number(id),
    name,
    description,
    category: known
      ? { id: Number(known.id), name: known.name, description: known.description }
      : null,
  }
}

const tagIn = ({ tenant, params }: Call) => found(tenant.tags.get(params.id ?? ''), 'Tag')

function textIn(call: Call, name: string): string {
  const value = (jsonOf(call) as Record<string, unknown>)?.[name]
  if (typeof value !== 'string' || value === '') throw new RestError(400, `${name} is required`)
  return value
}

const create: Operation = (call) => {
  const { tags } = call.tenant
  const body = jsonOf(call) as { description?: string; category?: { id?: number } }
  const category = body.category?.id === undefined ? null : { id: String(body.category.id) }
  const now = nowOf(call)
  const made = tags.insert({
    id: tags.nextId(),
    name: textIn(call, 'name'),
    description: body.description ?? '',
    category,
    create_time: now,
    update_time: now,
  })
  return reply(200, view(made, call))
}

const createCategory: Operation = (call) => {
  const { tagCategories } = call.tenant
  const now = nowOf(call)
  const made = tagCategories.insert({
    id: tagCategories.nextId(),
    name: textIn(call, 'name'),
    description: '',
    create_time: now,
    update_time: now,
  })
  return reply(200, { id: Number(made.id), name: made.name, description: made.description })
}

const appliedAt = (tenant: Tenant, contactId: string, tagId: string) =>
  v1Time(tenant.tagTimes.get(`${contactId}:${tagId}`))

/** Put a tag on a contact; the answer's word for it (recorded: a map by id). */
function apply(call: Call, contactId: string, tagId: string): string {
  const { contacts, tags, tagTimes } = call.tenant
  const contact = contacts.get(contactId)
  if (contact === undefined) return 'CONTACT_NOT_FOUND'
  if (!tags.has(tagId)) return 'TAG_ID_NOT_FOUND'
  if (contact.tag_ids.includes(tagId)) return 'DUPLICATE'
  contacts.replace({ ...contact, tag_ids: [...contact.tag_ids, tagId] })
  tagTimes.set(`${contactId}:${tagId}`, nowOf(call))
  return 'SUCCESS'
}

function takeOff({ contacts, tagTimes }: Tenant, contactId: string, tagId: string): void {
  const contact = contacts.get(contactId)
  if (contact)
    contacts.replace({ ...contact, tag_ids: contact.tag_ids.filter((id) => id !== tagId) })
  tagTimes.delete(`${contactId}:${tagId}`)
}

function idsIn(call: Call, name: 'tagIds' | 'ids'): readonly string[] {
  const ids = (jsonOf(call) as Record<string, unknown>)?.[name]
  if (Array.isArray(ids)) return ids.map(String)
  throw new RestError(400, 'Input could not be converted to a valid request')
}

/** Add tags, their categories, and who wears them. */
export function addTags(router: Router<Operation>): void {
  router
    .add(
      'GET',
      '/tags',
      v1List<Tag>({
        plural: 'tags',
        records: ({ tenant }) => tenant.tags.all(),
        view,
        filters: {
          category: byId(({ category }) => category?.id),
          name: byText(({ name }) => name),
        },
      }),
    )
    .add('POST', '/tags', create)
    .add('POST', '/tags/categories', createCategory)
    .add('GET', '/tags/{id}', (call) => reply(200, view(tagIn(call), call)))
    .add(
      'GET',
      '/tags/{id}/contacts',
      v1List<Contact>({
        plural: 'contacts',
        isNested: true,
        records: (call) => {
          const { id } = tagIn(call)
          return call.tenant.contacts.all().filter(({ tag_ids }) => tag_ids.includes(id))
        },
        view: ({ id, given_name, family_name, email_addresses }, { tenant, params }) => ({
          contact: {
            id: Number(id),
            first_name: given_name,
            last_name: family_name,
            email: email_addresses[0]?.email ?? null,
          },
          date_applied: appliedAt(tenant, id, params.id ?? ''),
        }),
      }),
    )
    .add('POST', '/tags/{id}/contacts', (call) => {
      const { id } = tagIn(call)
      return reply(
        200,
        Object.fromEntries(
          idsIn(call, 'ids').map((contactId) => [contactId, apply(call, contactId, id)]),
        ),
      )
    })
    .add('DELETE', '/tags/{id}/contacts/{otherId}', (call) => {
      takeOff(call.tenant, call.params.otherId ?? '', tagIn(call).id)
      return { status: 204 }
    })
    .add(
      'GET',
      '/contacts/{id}/tags',
      v1List<Tag>({
        plural: 'tags',
        isNested: true,
        records: (call) => {
          const { tag_ids } = contactIn(call)
          return call.tenant.tags.all().filter(({ id }) => tag_ids.includes(id))
        },
        view: ({ id, name, category }, { tenant, params }) => ({
          tag: { id: Number(id), name, category: numberOrNull(category?.id) },
          date_applied: appliedAt(tenant, params.id ?? '', id),
        }),
      }),
    )
    .add('POST', '/contacts/{id}/tags', (call) => {
      const { id } = contactIn(call)
      return reply(
        200,
        Object.fromEntries(idsIn(call, 'tagIds').map((tagId) => [tagId, apply(call, id, tagId)])),
      )
    })
    .add('DELETE', '/contacts/{id}/tags/{otherId}', (call) => {
      takeOff(call.tenant, contactIn(call).id, call.params.otherId ?? '')
      return { status: 204 }
    })
}
