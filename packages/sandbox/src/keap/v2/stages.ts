import { textFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { cachedSelection } from '../../core/selection.ts'
import type { Operation } from '../call.ts'
import type { Stage } from '../entities.ts'
import { getOf, listOf, ownProperties, type Resource } from './resource.ts'

const shown = [
  'id',
  'name',
  'order',
  'probability',
  'target_number_days',
  'checklist_items',
  'created_time',
  'updated_time',
]

const stages: Resource<Stage> = {
  title: 'Opportunity Stage',
  plural: 'stages',
  idName: 'stage_id',
  collection: (tenant) => tenant.stages,
  filters: () => ({ name: textFilter(({ name }) => name) }),
  order: { stage_order: ({ order }) => order, id: ({ id }) => Number(id) },
  serialiser: ownProperties(cachedSelection<Stage>(shown, shown)),
}

/** Add the reading of stages. */
export function addStages(router: Router<Operation>): void {
  router
    .add('GET', '/opportunities/stages', listOf(stages))
    .add('GET', '/opportunities/stages/{stage_id}', getOf(stages))
}
