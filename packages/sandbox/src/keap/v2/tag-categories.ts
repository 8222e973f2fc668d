import type { FieldRules } from '../../core/body.ts'
import { textFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { cachedSelection } from '../../core/selection.ts'
import { nowOf, type Operation } from '../call.ts'
import type { TagCategory } from '../entities.ts'
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

const shown = ['id', 'name', 'description', 'create_time', 'update_time']

const rules: FieldRules = { name: { kind: 'text' }, description: { kind: 'text' } }

const categories: Resource<TagCategory> = {
  title: 'Tag Category',
  plural: 'tag_categories',
  idName: 'tag_category_id',
  collection: (tenant) => tenant.tagCategories,
  filters: () => ({
    name: textFilter(({ name }) => name),
    description: textFilter(({ description }) => description),
  }),
  order: { id: ({ id }) => Number(id), name: ({ name }) => name },
  serialiser: ownProperties(cachedSelection<TagCategory>(shown, shown)),
}

const create: Operation = (call) => {
  const values = bodyOf(call, rules)
  assertPresent(values, ['name'])
  const now = nowOf(call)
  const { tagCategories } = call.tenant
  const created = tagCategories.insert({
    id: tagCategories.nextId(),
    description: '',
    create_time: now,
    update_time: now,
    ...(values as Pick<TagCategory, 'name'>),
  })
  return replyWith(categories, call, 201, created)
}

const update: Operation = (call) => {
  const category = recordOf(categories, call)
  const changes = changesOf(call, rules) as Partial<TagCategory>
  const changed = { ...category, ...changes, update_time: nowOf(call) }
  return replyWith(categories, call, 200, call.tenant.tagCategories.replace(changed))
}

function takeOut({ id }: TagCategory, { tags }: Tenant): void {
  for (const tag of tags.all()) {
    if (tag.category?.id === id) tags.replace({ ...tag, category: null })
  }
}

/** Add the tag category operations. */
export function addTagCategories(router: Router<Operation>): void {
  router
    .add('GET', '/tags/categories', listOf(categories))
    .add('POST', '/tags/categories', create)
    .add('GET', '/tags/categories/{tag_category_id}', getOf(categories))
    .add('PATCH', '/tags/categories/{tag_category_id}', update)
    .add(
      'DELETE',
      '/tags/categories/{tag_category_id}',
      deleteOf(categories, (category, call) => takeOut(category, call.tenant)),
    )
}
