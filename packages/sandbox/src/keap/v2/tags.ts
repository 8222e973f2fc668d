import type { FieldRules } from '../../core/body.ts'
import { idFilter, idListFilter, textFilter, timeFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { cachedSelection } from '../../core/selection.ts'
import { nowOf, type Operation } from '../call.ts'
import type { Tag } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'
import {
  assertPresent,
  bodyOf,
  changesOf,
  deleteOf,
  getOf,
  listOf,
  ownProperties,
  type Resource,
  recordOf,
  replyWith,
} from './resource.ts'

const shown = ['id', 'name', 'description', 'category', 'create_time', 'update_time']

const rules: FieldRules = {
  name: { kind: 'text' },
  description: { kind: 'text' },
  category: { kind: 'object', of: { id: { kind: 'text' } } },
}

/** The tag resource itself, for operations under a tag. */
export const tagResource: Resource<Tag> = {
  title: 'Tag',
  plural: 'tags',
  idName: 'tag_id',
  collection: (tenant) => tenant.tags,
  filters: () => ({
    name: textFilter(({ name }) => name),
    description: textFilter(({ description }) => description),
    category_id: idFilter(({ category }) => category?.id, { none: 'NONE' }),
    tag_ids: idListFilter(),
    since_create_time: timeFilter(({ create_time }) => create_time, 'since'),
    until_create_time: timeFilter(({ create_time }) => create_time, 'until'),
    since_update_time: timeFilter(({ update_time }) => update_time, 'since'),
    until_update_time: timeFilter(({ update_time }) => update_time, 'until'),
  }),
  order: {
    id: ({ id }) => Number(id),
    name: ({ name }) => name,
    create_time: ({ create_time }) => create_time,
    update_time: ({ update_time }) => update_time,
  },
  serialiser: ownProperties(cachedSelection<Tag>(shown, shown)),
}

function assertTag(values: Readonly<Record<string, unknown>>, tenant: Tenant, own?: string): void {
  const category = values.category as { readonly id?: string } | null | undefined
  if (category && !tenant.tagCategories.has(category.id ?? '')) {
    throw new RestError(400, 'category is invalid')
  }
  const name = values.name
  if (typeof name !== 'string') return
  const taken = tenant.tags
    .all()
    .some((tag) => tag.id !== own && tag.name.toLowerCase() === name.toLowerCase())
  // "The unique name of this tag" (declared); the answer to a second one is assumed.
  if (taken) throw new RestError(409, `A tag named ${name} already exists`)
}

const create: Operation = (call) => {
  const values = bodyOf(call, rules)
  assertPresent(values, ['name'])
  assertTag(values, call.tenant)
  const now = nowOf(call)
  const { tags } = call.tenant
  const created = tags.insert({
    id: tags.nextId(),
    description: '',
    category: null,
    create_time: now,
    update_time: now,
    ...(values as Pick<Tag, 'name'>),
  })
  return replyWith(tagResource, call, 201, created)
}

const update: Operation = (call) => {
  const tag = recordOf(tagResource, call)
  const values = changesOf(call, rules)
  assertTag(values, call.tenant, tag.id)
  const changed = { ...tag, ...(values as Partial<Tag>), update_time: nowOf(call) }
  return replyWith(tagResource, call, 200, call.tenant.tags.replace(changed))
}

function takeOff({ id }: Tag, { contacts }: Tenant): void {
  for (const contact of contacts.all()) {
    if (contact.tag_ids.includes(id)) {
      contacts.replace({ ...contact, tag_ids: contact.tag_ids.filter((tagId) => tagId !== id) })
    }
  }
}

/** Add the tag operations. */
export function addTags(router: Router<Operation>): void {
  router
    .add('GET', '/tags', listOf(tagResource))
    .add('POST', '/tags', create)
    .add('GET', '/tags/{tag_id}', getOf(tagResource))
    .add('PATCH', '/tags/{tag_id}', update)
    .add(
      'DELETE',
      '/tags/{tag_id}',
      deleteOf(tagResource, (tag, call) => takeOff(tag, call.tenant)),
    )
}
