import { textFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { computedSelection } from '../../core/selection.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Contact, Tag } from '../entities.ts'
import { contactResource } from './contacts.ts'
import { assertPresent, bodyOf, listOf, type Resource, recordOf, viewed } from './resource.ts'
import { tagResource } from './tags.ts'

// Which contacts wear which tags. A contact keeps the ids of its tags; when each was applied is kept beside.

const contactFields = ['id', 'given_name', 'family_name', 'email']

/** `GET /tags/{tag_id}/contacts` answers with short contacts (declared). */
const taggedContacts: Resource<Contact> = {
  ...contactResource,
  filters: () => ({
    email: textFilter(({ email_addresses }) => email_addresses.map(({ email }) => email)),
    given_name: textFilter(({ given_name }) => given_name),
    family_name: textFilter(({ family_name }) => family_name),
  }),
  order: {
    id: ({ id }) => Number(id),
    given_name: ({ given_name }) => given_name,
    family_name: ({ family_name }) => family_name,
    email: ({ email_addresses }) => email_addresses[0]?.email,
  },
  serialiser: viewed(
    ({ id, given_name, family_name, email_addresses }: Contact) => ({
      id,
      given_name,
      family_name,
      email: email_addresses[0]?.email ?? null,
    }),
    computedSelection(contactFields, contactFields),
  ),
}

const appliedFields = ['id', 'name', 'category', 'applied_time']

/** `GET /contacts/{contact_id}/tags`; the names of an entry's properties are assumed. */
const appliedTags: Resource<Tag> = {
  ...tagResource,
  serialiser: (call, fields) => {
    const contactId = call.params.contact_id
    const view = (tag: Tag) => ({
      id: tag.id,
      name: tag.name,
      category: tag.category,
      applied_time: call.tenant.tagTimes.get(`${contactId}:${tag.id}`) ?? null,
    })
    return viewed(view, computedSelection(appliedFields, appliedFields))(call, fields)
  },
}

const wearing = (call: Call) => {
  const { id } = recordOf(tagResource, call)
  return (contact: Contact) => contact.tag_ids.includes(id)
}

const wornBy = (call: Call) => {
  const { tag_ids } = recordOf(contactResource, call)
  return (tag: Tag) => tag_ids.includes(tag.id)
}

function contactIdsOf(call: Call): readonly string[] {
  const values = bodyOf(call, { contact_ids: { kind: 'texts' } })
  assertPresent(values, ['contact_ids'])
  return values.contact_ids as readonly string[]
}

// Each contact has a result of its own; the whole never fails for one of them (recorded for v1).
const apply: Operation = (call) => {
  const { id } = recordOf(tagResource, call)
  const results = Object.fromEntries(
    contactIdsOf(call).map((contactId) => [contactId, applyTo(contactId, id, call)]),
  )
  return { status: 200, json: JSON.stringify({ results }) }
}

function applyTo(contactId: string, tagId: string, call: Call): string {
  const { contacts, tagTimes } = call.tenant
  const contact = contacts.get(contactId)
  if (contact === undefined) return 'CONTACT_NOT_FOUND'
  if (contact.tag_ids.includes(tagId)) return 'DUPLICATE'
  contacts.replace({ ...contact, tag_ids: [...contact.tag_ids, tagId] })
  tagTimes.set(`${contactId}:${tagId}`, nowOf(call))
  return 'SUCCESS'
}

const remove: Operation = (call) => {
  const { id } = recordOf(tagResource, call)
  const { contacts, tagTimes } = call.tenant
  for (const contactId of contactIdsOf(call)) {
    const contact = contacts.get(contactId)
    if (!contact?.tag_ids.includes(id)) continue
    contacts.replace({ ...contact, tag_ids: contact.tag_ids.filter((tagId) => tagId !== id) })
    tagTimes.delete(`${contactId}:${id}`)
  }
  return { status: 204 }
}

/** Add the operations that put tags on contacts and tell which wear them. */
export function addTagging(router: Router<Operation>): void {
  router
    .add('GET', '/tags/{tag_id}/contacts', listOf(taggedContacts, wearing))
    .add('POST', '/tags/{tag_id}/contacts:applyTags', apply)
    .add('POST', '/tags/{tag_id}/contacts:removeTags', remove)
    .add('GET', '/contacts/{contact_id}/tags', listOf(appliedTags, wornBy))
}
