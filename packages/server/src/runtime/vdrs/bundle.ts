/** Resources as they leave one place for another: exports and copies. */
import type { JsonMember, VdrStore } from '../../store/vdrs-port.ts'
import type { Caller } from '../caller.ts'
import type { VdrDependencies } from './dependencies.ts'
import { accountPlace } from './levelled.ts'
import { assertMayChange, everywhere } from './places.ts'
import { byLevel, presentFields, presentTransformation } from './present.ts'
import { type SeenVdr, writeDefinition } from './resources.ts'
import { writeTransformation } from './whole-transformations.ts'

/** How a resource is copied. */
export interface CloneOptions {
  readonly level: 'organization' | 'account'
  /** With these elements' transformations; `all` with every one. */
  readonly elementKeys: readonly string[] | 'all'
}

/** What `GET /vdrs/{name}/export` gives and `PUT /vdrs/import` takes: without ids, which mean nothing elsewhere. */
export function toExport({ vdr, definitions, transformations }: SeenVdr): JsonMember {
  const top = byLevel(definitions)[0]
  const byElement = Map.groupBy(transformations, ({ elementKey }) => elementKey)
  return {
    vdrName: vdr.objectName,
    vdrVersion: 'v2',
    definition: {
      objectName: vdr.objectName,
      createdDate: vdr.createdDate,
      ...(top?.description ? { description: top.description } : {}),
      vdrShared: top?.shared ?? false,
      ...(top?.shareLevel ? { vdrShareLevel: top.shareLevel } : {}),
      fields: presentFields(definitions, vdr.organizationId, 'level'),
    },
    transformation: Object.fromEntries(
      [...byElement].map(([key, rows]) => [key, presentTransformation(rows, { isExport: true })]),
    ),
  }
}

/** Make a copy at one level. @throws {ValenceError} `conflict` when the name is taken there, `forbidden`. */
export async function copyWhole(
  deps: VdrDependencies,
  vdrs: VdrStore,
  caller: Caller,
  copy: { found: SeenVdr; name: string; options: CloneOptions },
): Promise<void> {
  const { found, name, options } = copy
  const fallback = options.level === 'organization' ? everywhere : accountPlace(caller)
  assertMayChange(caller, fallback)
  const { definition, transformation } = toExport(found) as {
    definition: JsonMember & { fields: JsonMember[] }
    transformation: Record<string, JsonMember & Record<'fields' | 'scripts', JsonMember[]>>
  }
  const { createdDate: _date, ...rest } = definition
  const body = { ...rest, fields: asOneLevel(definition.fields) }
  const { vdr } = await writeDefinition(deps, vdrs, caller, {
    name,
    body,
    mode: 'create',
    fallback,
  })
  const { elementKeys } = options
  for (const [elementKey, one] of Object.entries(transformation)) {
    if (elementKeys !== 'all' && !elementKeys.includes(elementKey)) continue
    const [script] = one.scripts ?? []
    const body = {
      ...one,
      fields: asOneLevel(one.fields),
      script: script && withoutLevel(script),
      scripts: [],
    }
    const input = { vdrId: vdr.id, name, elementKey, body, fallback }
    await writeTransformation(deps, vdrs, caller, { ...input, mode: 'create' })
  }
}

/** Of several levels' fields of one path the lowest level's counts. */
function asOneLevel(fields: readonly JsonMember[]): JsonMember[] {
  const lowest = new Map(fields.map((field) => [field['path'], field['level']]))
  return fields.filter((field) => lowest.get(field['path']) === field['level']).map(withoutLevel)
}

function withoutLevel({ level: _level, ...rest }: JsonMember): JsonMember {
  return rest
}
