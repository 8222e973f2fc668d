import { type Member, members, type PipedriveCompany, type RecordKind } from './company.ts'
import { PipedriveError } from './pipedrive-error.ts'

/** The members of a body, each checked. Unknown ones are refused, as v2 does. @throws {PipedriveError} */
export function readMembers(
  company: PipedriveCompany,
  kind: RecordKind,
  body: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(body)) {
    const member = members[kind].find((known) => known.name === name)
    if (!member) throw new PipedriveError(400, `Validation failed: ${name}: unknown parameter`)
    values[name] = value === null ? null : readMember(company, kind, member, value)
  }
  return values
}

function readMember(
  company: PipedriveCompany,
  kind: RecordKind,
  { name, type, refersTo }: Member,
  value: unknown,
): unknown {
  const wrong = () => new PipedriveError(400, `Validation failed: ${name}: must be a ${type}`)
  switch (type) {
    case 'text':
      if (typeof value !== 'string') throw wrong()
      return value
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong()
      return value
    case 'number':
      if (typeof value !== 'number') throw wrong()
      return value
    case 'date':
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw wrong()
      return value
    case 'id': {
      if (typeof value !== 'number') throw wrong()
      const known = refersTo === 'users' ? company.users : refersTo && company.records[refersTo]
      if (!known?.has(String(value)))
        throw new PipedriveError(400, `Validation failed: ${name}: ${value} not found`)
      return value
    }
    case 'ids':
      if (!Array.isArray(value)) throw wrong()
      return value
    case 'labelled':
      return readLabelled(name, value)
    case 'object':
      return name === 'custom_fields' ? readCustom(company, kind, value) : value
  }
}

function readLabelled(name: string, value: unknown): unknown {
  if (!Array.isArray(value))
    throw new PipedriveError(400, `Validation failed: ${name}: must be a list`)
  return value.map((entry: { value?: unknown; primary?: unknown; label?: unknown }, at) => {
    if (typeof entry?.value !== 'string')
      throw new PipedriveError(400, `Validation failed: ${name}[${at}].value: is required`)
    return { value: entry.value, primary: entry.primary ?? at === 0, label: entry.label ?? 'work' }
  })
}

function readCustom({ customFields }: PipedriveCompany, kind: RecordKind, value: unknown): unknown {
  const known = (customFields[kind] ?? []).map(({ field_code }) => field_code)
  const unknown = Object.keys(value as object).find((name) => !known.includes(name))
  if (unknown)
    throw new PipedriveError(400, `Validation failed: custom_fields.${unknown}: unknown field`)
  return value
}
