import { type FieldRules, readFields } from '../../core/body.ts'
import type { Router } from '../../core/router.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Note, Task } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import { blankNote } from '../v2/notes.ts'
import { assertPresent, jsonOf } from '../v2/resource.ts'
import { blankTask } from '../v2/tasks.ts'
import { byId, found, numberOrNull, reply, sinceUntil, v1List, v1Time, v2Time } from './list.ts'

const taskRules: FieldRules = {
  title: { kind: 'text' },
  description: { kind: 'text' },
  type: { kind: 'text' },
  priority: { kind: 'integer' },
  due_date: { kind: 'time' },
  completed: { kind: 'boolean' },
  completion_date: { kind: 'time' },
  contact: { kind: 'object', of: { id: { kind: 'text' } } },
  user_id: { kind: 'text' },
  remind_time: { kind: 'integer' },
}

const priorities = ['CRITICAL', 'ESSENTIAL', 'NONESSENTIAL']

function taskView(task: Task, { tenant }: Pick<Call, 'tenant'>): object {
  const contact = task.contact_id === null ? undefined : tenant.contacts.get(task.contact_id)
  return {
    id: Number(task.id),
    title: task.title,
    description: task.description,
    type: task.type,
    priority: task.priority === null ? null : priorities.indexOf(task.priority) + 1,
    completed: task.completed,
    due_date: v1Time(task.due_time),
    completion_date: v1Time(task.completion_time),
    creation_date: v1Time(task.create_time),
    modification_date: v1Time(task.modification_time),
    contact: contact
      ? {
          id: Number(contact.id),
          email: contact.email_addresses[0]?.email ?? null,
          first_name: contact.given_name,
          last_name: contact.family_name,
        }
      : null,
    user_id: numberOrNull(task.assigned_to_user_id),
    remind_time: task.remind_time_mins,
  }
}

function taskChanges(call: Call): Partial<Task> {
  const values = read(call, taskRules)
  const { contact, user_id, due_date, completion_date, remind_time, priority, ...own } = values
  const contactId = (contact as { id?: string } | null | undefined)?.id
  if (contactId !== undefined && !call.tenant.contacts.has(contactId))
    throw new RestError(400, 'contact is invalid')
  return {
    ...own,
    ...(contactId === undefined ? {} : { contact_id: contactId }),
    ...(user_id === undefined ? {} : { assigned_to_user_id: String(user_id) }),
    ...(due_date === undefined ? {} : { due_time: due_date }),
    ...(completion_date === undefined ? {} : { completion_time: completion_date }),
    ...(remind_time === undefined ? {} : { remind_time_mins: remind_time }),
    ...(priority === undefined ? {} : { priority: priorities[Number(priority) - 1] ?? null }),
  } as Partial<Task>
}

function read(call: Call, rules: FieldRules): Readonly<Record<string, unknown>> {
  const body = jsonOf(call) as Record<string, unknown>
  const dated = Object.entries(body ?? {}).map(([name, value]) => [
    name,
    name.endsWith('_date') ? v2Time(value) : value,
  ])
  return readFields(Object.fromEntries(dated), rules).values
}

const taskIn = ({ tenant, params }: Call) => found(tenant.tasks.get(params.id ?? ''), 'Task')

const createTask: Operation = (call) => {
  const written = taskChanges(call)
  assertPresent(written, ['title', 'due_time'])
  const { tasks } = call.tenant
  const made = tasks.insert({ ...blankTask(tasks.nextId(), nowOf(call), call.userId), ...written })
  return reply(200, taskView(made, call))
}

const updateTask: Operation = (call) => {
  const changed = { ...taskIn(call), ...taskChanges(call), modification_time: nowOf(call) }
  return reply(200, taskView(call.tenant.tasks.replace(changed), call))
}

const taskList = (isOwn: boolean) =>
  v1List<Task>({
    plural: 'tasks',
    records: ({ tenant, userId }) =>
      tenant.tasks.all().filter((task) => !isOwn || task.assigned_to_user_id === userId),
    view: taskView,
    filters: {
      completed: ({ completed }, value) => String(completed) === value,
      contact_id: byId(({ contact_id }) => contact_id),
      user_id: byId(({ assigned_to_user_id }) => assigned_to_user_id),
      has_due_date: ({ due_time }, value) => String(due_time !== null) === value,
      ...sinceUntil<Task>(({ modification_time }) => modification_time),
    },
    order: { due_date: ({ due_time }) => due_time, title: ({ title }) => title },
  })

const noteRules: FieldRules = {
  title: { kind: 'text' },
  body: { kind: 'text' },
  type: { kind: 'choice', of: ['Appointment', 'Call', 'Email', 'Fax', 'Letter', 'Other'] },
  contact_id: { kind: 'text' },
  user_id: { kind: 'text' },
}

function noteView(note: Note): object {
  return {
    id: Number(note.id),
    title: note.title,
    body: note.text,
    type: note.type,
    contact_id: Number(note.contact_id),
    user_id: Number(note.user_id),
    date_created: v1Time(note.create_time),
    last_updated: v1Time(note.update_time),
    last_updated_by: { user_id: Number(note.last_updated_by_user_id) },
  }
}

function noteChanges(call: Call): Partial<Note> {
  const { body, ...own } = read(call, noteRules)
  if (own.contact_id !== undefined && !call.tenant.contacts.has(String(own.contact_id))) {
    throw new RestError(400, 'contact_id is invalid')
  }
  return { ...own, ...(body === undefined ? {} : { text: body }) } as Partial<Note>
}

const noteIn = ({ tenant, params }: Call) => found(tenant.notes.get(params.id ?? ''), 'Note')

const createNote: Operation = (call) => {
  const written = noteChanges(call)
  assertPresent(written, ['contact_id'])
  if (!written.title && !written.text) throw new RestError(400, 'Note must contain a title or body')
  const { notes } = call.tenant
  const blank = blankNote(notes.nextId(), String(written.contact_id), call.userId, nowOf(call))
  return reply(201, noteView(notes.insert({ ...blank, ...written })))
}

const updateNote: Operation = (call) => {
  const changed = { ...noteIn(call), ...noteChanges(call), update_time: nowOf(call) }
  return reply(200, noteView(call.tenant.notes.replace(changed)))
}

/** Add the task and note operations. */
export function addTasksAndNotes(router: Router<Operation>): void {
  router
    .add('GET', '/tasks', taskList(false))
    .add('GET', '/tasks/search', taskList(true))
    .add('POST', '/tasks', createTask)
    .add('GET', '/tasks/{id}', (call) => reply(200, taskView(taskIn(call), call)))
    .add('PATCH', '/tasks/{id}', updateTask)
    .add('DELETE', '/tasks/{id}', (call) => {
      call.tenant.tasks.delete(taskIn(call).id)
      return { status: 204 }
    })
    .add(
      'GET',
      '/notes',
      v1List<Note>({
        plural: 'notes',
        records: ({ tenant }) => tenant.notes.all(),
        view: noteView,
        filters: {
          contact_id: byId(({ contact_id }) => contact_id),
          user_id: byId(({ user_id }) => user_id),
        },
      }),
    )
    .add('POST', '/notes', createNote)
    .add('GET', '/notes/{id}', (call) => reply(200, noteView(noteIn(call))))
    .add('PATCH', '/notes/{id}', updateNote)
    .add('DELETE', '/notes/{id}', (call) => {
      call.tenant.notes.delete(noteIn(call).id)
      return { status: 204 }
    })
}
