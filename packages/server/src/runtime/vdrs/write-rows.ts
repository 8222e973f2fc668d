/** What writing rows of virtual data resources has in common. */
import type { Scope } from '../../store/store.ts'
import type {
  DefinitionInput,
  JsonMember,
  StoredDefinition,
  VdrPlace,
  VdrStore,
} from '../../store/vdrs-port.ts'
import { isObject } from '../json-path.ts'

/** Members that the server says of a field; they are not kept with it. */
const saidOfFields = ['id', 'vdrFieldId', 'level', 'associatedLevel', 'associatedId']

/** A field as it is kept. */
export function withoutPlace(field: JsonMember): JsonMember {
  return Object.fromEntries(Object.entries(field).filter(([name]) => !saidOfFields.includes(name)))
}

/** Fields with ids: a path keeps the id it had. */
export async function withFieldIds(
  vdrs: VdrStore,
  fields: readonly JsonMember[],
  before: readonly JsonMember[],
): Promise<readonly JsonMember[]> {
  const known = new Map(before.map((field) => [field['path'], field['id']]))
  const lacking = fields.filter(({ path }) => known.get(path) === undefined)
  const ids = lacking.length > 0 ? [...(await vdrs.nextFieldIds(lacking.length))] : []
  return fields.map((field) => ({
    id: known.get(field['path']) ?? ids.shift(),
    ...withoutPlace(field),
  }))
}

/** The members of a definition besides its fields; what the body leaves out stays. */
export function definitionInput(
  body: unknown,
  userId: number,
  before?: StoredDefinition,
): Omit<DefinitionInput, 'fields'> {
  const said: JsonMember = isObject(body) ? body : {}
  const { description, vdrShared, vdrShareLevel } = said
  const text = (value: unknown, old: string | null | undefined) =>
    typeof value === 'string' ? value : (old ?? null)
  return {
    userId: before?.userId ?? userId,
    description: text(description, before?.description),
    shared: typeof vdrShared === 'boolean' ? vdrShared : (before?.shared ?? false),
    shareLevel: text(vdrShareLevel, before?.shareLevel),
  }
}

/**
 * Give what is at a place another name. Where nothing else has the old name, the name itself changes and its id stays;
 * otherwise the rows move.
 *
 * @throws {ValenceError} `conflict` when the new name is taken at this place.
 */
export async function moveName(
  vdrs: VdrStore,
  scope: Scope,
  { vdrId }: StoredDefinition,
  to: string,
  place: VdrPlace,
): Promise<void> {
  const [own, all] = [
    await vdrs.definitions(scope, { vdrId, place }),
    await vdrs.definitions({ organizationId: scope.organizationId }, { vdrId }),
  ]
  const isTaken =
    (await vdrs.find({ organizationId: scope.organizationId }, { objectName: to })) !== undefined
  if (all.length === own.length && !isTaken && scope.accountId === undefined) {
    await vdrs.rename(scope, vdrId, to)
    return
  }
  const target = await vdrs.ensure(scope, to)
  for (const { id } of own) await vdrs.updateDefinition(scope, id, { vdrId: target.id })
  for (const { id } of await vdrs.transformations(scope, { vdrId, place })) {
    await vdrs.updateTransformation(scope, id, { vdrId: target.id })
  }
  await vdrs.prune(scope, vdrId)
}
