import type { FieldRules } from '../../core/body.ts'
import { idFilter, idListFilter, textFilter, timeFilter } from '../../core/filter.ts'
import type { Router } from '../../core/router.ts'
import { computedSelection } from '../../core/selection.ts'
import { type Call, nowOf, type Operation } from '../call.ts'
import type { Note } from '../entities.ts'
import { RestError } from '../rest-error.ts'
import type { Tenant } from '../tenant.ts'
import { contactResource } from './contacts.ts'
import {
  assertPresent,
  assertReference,
  bodyOf,
  changesOf,
  listOf,
  type Resource,
  recordOf,
  replyWith,
  viewed,
} from './resource.ts'

const shown = [
  'id',
  'title',
  'text',
  'type',
  'contact_id',
  'assigned_to_user',
  'create_time',
  'update_time',
  'pinned_at',
  'created_by_user_id',
  'last_updated_by_user_id',
]

// `type` is free: the six words of one edition, whatever an administrator configured in the other (declared).
const rules: FieldRules = {
  title: { kind: 'text' },
  text: { kind: 'text' },
  type: { kind: 'text' },
  user_id: { kind: 'text' },
  is_pinned: { kind: 'boolean' },
}

const updateRules: FieldRules = { ...rules, contact_id: { kind: 'text' } }

function noteView({ user_id, ...note }: Note, tenant: Tenant): object {
  const user = tenant.users.get(user_id)
  return {
    ...note,
    assigned_to_user: {
      id: user_id,
      given_name: user?.given_name ?? null,
      family_name: user?.family_name ?? null,
      email_address: user?.email_addresses[0]?.email ?? null,
    },
  }
}

const notes: Resource<Note> = {
  title: 'Note',
  plural: 'notes',
  idName: 'note_id',
  collection: (tenant) => tenant.notes,
  filters: () => ({
    id: idFilter(({ id }) => id, { operators: ['==', '!='] }),
    ids: idListFilter(),
    title: textFilter(({ title }) => title),
    contact_id: idFilter(({ contact_id }) => contact_id),
    assigned_to_user_id: idFilter(({ user_id }) => user_id),
    since_time: timeFilter(({ update_time }) => update_time, 'since'),
    until_time: timeFilter(({ update_time }) => update_time, 'until'),
  }),
  order: { id: ({ id }) => Number(id), create_time: ({ create_time }) => create_time },
  serialiser: viewed(noteView, computedSelection(shown, [...shown, 'custom_fields'], shown)),
}

// A note is found under its own contact only.
function noteOf(call: Call): Note {
  const contact = recordOf(contactResource, call)
  const note = recordOf(notes, call)
  if (note.contact_id !== contact.id) throw new RestError(404, 'Unable to find this Note')
  return note
}

const ofContact = (call: Call) => {
  const contact = recordOf(contactResource, call)
  return (note: Note) => note.contact_id === contact.id
}

function noteChanges(values: Readonly<Record<string, unknown>>, call: Call): Partial<Note> {
  assertReference(values, 'user_id', call.tenant.users)
  assertReference(values, 'contact_id', call.tenant.contacts)
  const { is_pinned: pinned, ...rest } = values
  const changes = pinned === undefined ? rest : { ...rest, pinned_at: pinned ? nowOf(call) : null }
  return changes as Partial<Note>
}

/** A note before anything was written to it. */
export function blankNote(id: string, contactId: string, userId: string, now: string): Note {
  return {
    id,
    title: null,
    text: null,
    type: null,
    contact_id: contactId,
    user_id: userId,
    pinned_at: null,
    create_time: now,
    update_time: now,
    created_by_user_id: userId,
    last_updated_by_user_id: userId,
    custom_fields: [],
  }
}

const create: Operation = (call) => {
  const contact = recordOf(contactResource, call)
  const values = bodyOf(call, rules)
  assertPresent(values, ['user_id'])
  if (!values.title && !values.type) {
    throw new RestError(400, 'A value for either title or type is required')
  }
  const { notes: records } = call.tenant
  const blank = blankNote(records.nextId(), contact.id, call.userId, nowOf(call))
  const created = records.insert({ ...blank, ...noteChanges(values, call) })
  return replyWith(notes, call, 201, created)
}

const update: Operation = (call) => {
  const note = noteOf(call)
  const changed = call.tenant.notes.replace({
    ...note,
    ...noteChanges(changesOf(call, updateRules), call),
    update_time: nowOf(call),
    last_updated_by_user_id: call.userId,
  })
  return replyWith(notes, call, 200, changed)
}

const remove: Operation = (call) => {
  call.tenant.notes.delete(noteOf(call).id)
  return { status: 204 }
}

/** Add the note operations: read across all contacts, write under one. */
export function addNotes(router: Router<Operation>): void {
  router
    .add('GET', '/notes', listOf(notes))
    .add('GET', '/contacts/{contact_id}/notes', listOf(notes, ofContact))
    .add('POST', '/contacts/{contact_id}/notes', create)
    .add('GET', '/contacts/{contact_id}/notes/{note_id}', (call) =>
      replyWith(notes, call, 200, noteOf(call)),
    )
    .add('PATCH', '/contacts/{contact_id}/notes/{note_id}', update)
    .add('DELETE', '/contacts/{contact_id}/notes/{note_id}', remove)
}
