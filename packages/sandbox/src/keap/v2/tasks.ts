import type { FieldRules } from '../../core/body.ts'
import {
  booleanFilter,
  idFilter,
  idListFilter,
  numberFilter,
  textFilter,
  timeFilter,
} from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { cachedSelection } from '../../core/selection.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Task } from '../entities.ts'
import type { Tenant } from '../tenant.ts'
import {
  assertPresent,
  assertReference,
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

const shown = [
  'id',
  'title',
  'description',
  'type',
  'priority',
  'completed',
  'due_time',
  'completion_time',
  'create_time',
  'modification_time',
  'remind_time_mins',
  'assigned_to_user_id',
  'contact_id',
  'opportunity_id',
  'accepted',
  'created_by_user_id',
  'last_updated_by_user_id',
]

// Custom fields cannot be set on a task (declared), so no rule knows them.
const rules: FieldRules = {
  title: { kind: 'text' },
  description: { kind: 'text' },
  type: { kind: 'text' },
  priority: { kind: 'choice', of: ['CRITICAL', 'ESSENTIAL', 'NONESSENTIAL'] },
  completed: { kind: 'boolean' },
  due_time: { kind: 'time' },
  completion_time: { kind: 'time' },
  remind_time_mins: { kind: 'integer', oneOf: [5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880] },
  assigned_to_user_id: { kind: 'text' },
  contact_id: { kind: 'text' },
  opportunity_id: { kind: 'text' },
}

const tasks: Resource<Task> = {
  title: 'Task',
  plural: 'tasks',
  idName: 'task_id',
  collection: (tenant) => tenant.tasks,
  filters: () => ({
    contact_id: idFilter(({ contact_id }) => contact_id),
    user_id: idFilter(({ assigned_to_user_id }) => assigned_to_user_id, { none: 'UNASSIGNED' }),
    opportunity_id: idFilter(({ opportunity_id }) => opportunity_id),
    is_completed: booleanFilter(({ completed }, wanted) => completed === wanted),
    has_due_date: booleanFilter(({ due_time }, wanted) => (due_time !== null) === wanted),
    priority: textFilter(({ priority }) => priority),
    task_ids: idListFilter(),
    id: numberFilter(({ id }) => Number(id)),
    title: textFilter(({ title }) => title, { prefix: true }),
    // On which time the bounds work is not documented; the last change is what following changes needs.
    since_time: timeFilter(({ modification_time }) => modification_time, 'since'),
    until_time: timeFilter(({ modification_time }) => modification_time, 'until'),
  }),
  order: {
    id: ({ id }) => Number(id),
    create_time: ({ create_time }) => create_time,
    due_time: ({ due_time }) => due_time,
  },
  serialiser: ownProperties(cachedSelection<Task>(shown, [...shown, 'custom_fields'], shown)),
}

function assertReferences(values: Readonly<Record<string, unknown>>, tenant: Tenant): void {
  assertReference(values, 'assigned_to_user_id', tenant.users)
  assertReference(values, 'contact_id', tenant.contacts)
  assertReference(values, 'opportunity_id', tenant.opportunities)
}

// Completing a task without saying when completes it now; taking the completion back forgets when (assumed).
function withCompletion(task: Task, written: Partial<Task>, now: string): Task {
  const changed = { ...task, ...written }
  if (!changed.completed) return { ...changed, completion_time: null }
  return { ...changed, completion_time: changed.completion_time ?? now }
}

/** A task before anything was written to it. */
export function blankTask(id: string, now: string, userId: string): Task {
  return {
    id,
    title: null,
    description: null,
    type: null,
    priority: null,
    completed: false,
    due_time: null,
    completion_time: null,
    create_time: now,
    modification_time: now,
    remind_time_mins: null,
    assigned_to_user_id: userId,
    contact_id: null,
    opportunity_id: null,
    accepted: false,
    created_by_user_id: userId,
    last_updated_by_user_id: userId,
    custom_fields: [],
  }
}

const create: Operation = (call) => {
  const values = bodyOf(call, rules)
  assertPresent(values, ['assigned_to_user_id', 'title'])
  assertReferences(values, call.tenant)
  const now = nowOf(call)
  const { tasks: records } = call.tenant
  const blank = blankTask(records.nextId(), now, call.userId)
  const created = records.insert(withCompletion(blank, values as Partial<Task>, now))
  return replyWith(tasks, call, 201, created)
}

const update: Operation = (call) => {
  const task = recordOf(tasks, call)
  const values = changesOf(call, rules, ['id'])
  assertReferences(values, call.tenant)
  return replyWith(tasks, call, 200, change(task, values as Partial<Task>, call))
}

function change(task: Task, written: Partial<Task>, call: Call): Task {
  const now = nowOf(call)
  return call.tenant.tasks.replace({
    ...withCompletion(task, written, now),
    modification_time: now,
    last_updated_by_user_id: call.userId,
  })
}

/** Add the task operations. */
export function addTasks(router: Router<Operation>): void {
  router
    .add('GET', '/tasks', listOf(tasks))
    .add('POST', '/tasks', create)
    .add('GET', '/tasks/{task_id}', getOf(tasks))
    .add('PATCH', '/tasks/{task_id}', update)
    .add('DELETE', '/tasks/{task_id}', deleteOf(tasks))
}
