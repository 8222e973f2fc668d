/**
 * Writing what an organization makes: an element of its own, or its account's extension of one of the catalogue. Every
 * change reads the newest version, makes another of it, and writes that only over the version it was made from.
 */
import { compileElement } from '../../catalog/compile.ts'
import {
  type ElementExtension,
  extendElement,
  extensibleLists,
  isEmptyExtension,
} from '../../catalog/extend.ts'
import type { ElementDefinition, ObjectDefinition } from '../../catalog/format.ts'
import type { JsonObject } from '../../catalog/json.ts'
import { normaliseElement } from '../../catalog/normalise.ts'
import { numberParts } from '../../catalog/part-ids.ts'
import { elementHead } from '../../catalog/present.ts'
import { catalogueAccountId, withWireIds } from '../../catalog/wire-ids.ts'
import { ValenceError } from '../../lib/errors.ts'
import type { Scope, Store, StoredElement } from '../../store/store.ts'
import type { Vault } from '../../vault/vault.ts'
import type { Caller } from '../caller.ts'
import type { LiveInstances } from '../live-instances.ts'
import type { Elements, KnownElement } from './elements-port.ts'
import { openSecrets, sealSecrets } from './layers.ts'
import type { OneAtATime } from './one-at-a-time.ts'
import { takeSecrets, withoutMasks, withSecrets } from './secret-defaults.ts'

/** What making and changing elements needs. Joined in app.ts. */
export interface BuilderDependencies {
  readonly elements: Elements
  readonly store: Pick<Store, 'elements' | 'instances'>
  readonly vault: Vault
  readonly lives: Pick<LiveInstances, 'forgetOrganization'>
  readonly queue: OneAtATime
}

/** What an organization stores of an element: all of it, or what it adds. Secret defaults are in it. */
export type Layer = ElementDefinition | ElementExtension

/** Makes another version of a layer. */
export type Edit = (layer: JsonObject) => JsonObject

const maxAttempts = 20

/** Write a new element of the caller's account. @throws {ValenceError} `conflict`, `invalid_request`. */
export async function writeNew(
  deps: BuilderDependencies,
  caller: Caller,
  definition: ElementDefinition,
): Promise<number> {
  const { elements } = deps.store
  const id = await elements.nextId()
  const owner = { id, organizationId: caller.organization.id }
  const prepared = await prepare(deps, withoutMasks(definition, {}), undefined, undefined)
  await elements.create(caller.scope, {
    ...(await toRow(deps, owner, prepared, definition)),
    id,
    accountId: caller.user.accountId,
    userId: caller.user.id,
    baseId: null,
  })
  forget(deps, caller)
  return id
}

/**
 * Change an element of the organization, or the caller's account's extension of one of the catalogue.
 *
 * @param find - Finds the element; asked again when somebody else was faster.
 * @throws {ValenceError} `forbidden`: the element belongs to another account; `invalid_request`: it could not be stored so.
 */
export function changeLayer(
  deps: BuilderDependencies,
  caller: Caller,
  find: () => Promise<KnownElement>,
  edit: Edit,
): Promise<void> {
  const organizationId = caller.organization.id
  return deps.queue.run(String(organizationId), async () => {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      if (await tryToChange(deps, caller, await find(), edit)) return
      // Somebody else's version is there: the announcement of it may still be on its way.
      deps.elements.forget(organizationId)
    }
    throw new ValenceError(
      'conflict',
      'Others are changing this element at the same time. Try again.',
      { retryAfterSeconds: 1 },
    )
  })
}

/** @returns `false`: another version was written meanwhile. */
async function tryToChange(
  deps: BuilderDependencies,
  caller: Caller,
  element: KnownElement,
  edit: Edit,
): Promise<boolean> {
  const { elements } = deps.store
  const row = element.row && (await elements.get(caller.scope, element.row.id))
  if (element.row && !row) return false
  if (element.isPrivate) assertOwner(caller, element)
  const former = row ? withSecrets(row.definition as Layer, await openSecrets(deps.vault, row)) : {}
  const base = element.isPrivate ? undefined : catalogueDefinition(element)
  const edited = withoutMasks(
    edit(former as JsonObject) as Layer,
    base
      ? { configuration: [...(base.configuration ?? []), ...(former.configuration ?? [])] }
      : former,
  )
  const prepared = await prepare(deps, edited, former, base)
  const isWritten = row
    ? await writeOver(deps, caller, row, prepared, base)
    : await writeExtension(deps, caller, prepared, base as ElementDefinition)
  if (isWritten) forget(deps, caller)
  return isWritten
}

async function writeOver(
  deps: BuilderDependencies,
  caller: Caller,
  row: StoredElement,
  prepared: Layer,
  base: ElementDefinition | undefined,
): Promise<boolean> {
  const { elements } = deps.store
  if (base && isEmptyExtension(prepared as ElementExtension)) {
    return (await elements.delete(ownScope(caller), row.id)) === 'deleted'
  }
  const update = await toRow(deps, row, prepared, base ?? (prepared as ElementDefinition))
  const scope = base ? ownScope(caller) : caller.scope
  return (await elements.update(scope, row.id, row.version, update)) !== undefined
}

async function writeExtension(
  deps: BuilderDependencies,
  caller: Caller,
  prepared: Layer,
  base: ElementDefinition,
): Promise<boolean> {
  const { elements } = deps.store
  if (isEmptyExtension(prepared as ElementExtension)) return true
  const id = await elements.nextId()
  const owner = { id, organizationId: caller.organization.id }
  const element = {
    ...(await toRow(deps, owner, prepared, base)),
    id,
    accountId: caller.user.accountId,
    userId: caller.user.id,
    baseId: base.id as number,
  }
  try {
    await elements.create(ownScope(caller), element)
    return true
  } catch (error) {
    // Another process has begun the extension.
    if (error instanceof ValenceError && error.code === 'conflict') return false
    throw error
  }
}

/** Normalise, check and number a layer. @throws {ValenceError} `invalid_request`, naming what can't be stored. */
async function prepare(
  { store }: BuilderDependencies,
  layer: Layer,
  former: Layer | undefined,
  base: ElementDefinition | undefined,
): Promise<Layer> {
  const normalised = base
    ? normaliseExtension(layer as ElementExtension, base)
    : normaliseElement(layer, { keepIds: true })
  let count = 0
  numberParts(normalised, former, () => count++)
  const ids = await store.elements.nextPartIds(count)
  let next = 0
  const numbered = numberParts(normalised, former, () => ids[next++] as number)
  // What can't be compiled could not be run by anybody: its author hears it now, with the place.
  compileElement(base ? extendElement(base, numbered) : (numbered as ElementDefinition))
  return numbered
}

function normaliseExtension(
  extension: ElementExtension,
  base: ElementDefinition,
): ElementExtension {
  const { key, name, hub } = base
  const normalised = normaliseElement({ ...extension, key, name, hub }, { keepIds: true })
  const lists = Object.fromEntries(extensibleLists.map((list) => [list, normalised[list] ?? []]))
  const objects = normalised.objects ?? []
  return { ...lists, objects: objects.filter((object) => addsSomething(object, base)) }
}

/** An object of the catalogue whose last own field was removed says nothing any more. */
function addsSomething(object: ObjectDefinition, base: ElementDefinition): boolean {
  const { id: _id, name, fields = [], ...rest } = object
  const isJoined = base.objects?.some((one) => one.name === name)
  return !isJoined || fields.length > 0 || Object.keys(rest).length > 0
}

async function toRow(
  { vault }: BuilderDependencies,
  owner: { readonly id: number; readonly organizationId: number },
  layer: Layer,
  { key, ...identity }: ElementDefinition,
) {
  const { definition, secrets } = takeSecrets(layer)
  return {
    key,
    head: elementHead({ key, ...identity }),
    definition: definition as JsonObject,
    sealedSecrets: await sealSecrets(vault, owner, secrets),
  }
}

/** The catalogue's own definition below an extension: whatever the extension replaced, it is the catalogue's to check against. */
function catalogueDefinition({ shipped, definition }: KnownElement): ElementDefinition {
  return withWireIds({ ...(shipped ?? definition), id: definition.id }, catalogueAccountId)
}

/** @throws {ValenceError} `forbidden`: the whole organization uses the element, its account changes it. */
export function assertOwner({ scope }: Caller, { row, definition }: KnownElement): void {
  if (scope.accountId === undefined || scope.accountId === row?.accountId) return
  throw new ValenceError(
    'forbidden',
    `The element '${definition.key}' belongs to another account of your organization. Its users and administrators of the organization can change it; you can clone it.`,
  )
}

/** An extension is its account's, also when an administrator of the organization writes it. */
function ownScope({ organization, user }: Caller): Scope {
  return { organizationId: organization.id, accountId: user.accountId }
}

/** Forget, in this process and at once, what memory holds; others hear of it from the store. */
export function forget({ elements, lives }: BuilderDependencies, { organization }: Caller): void {
  elements.forget(organization.id)
  lives.forgetOrganization(organization.id)
}
