/**
 * The virtual data resources of instances, compiled and kept in bounded memory: a request of an instance that was seen
 * before sends no statement for them. Whatever somebody changes in an organization's resources, its instances forget.
 */
import { LRUCache } from 'lru-cache'
import { isValenceError, type ValenceError } from '../../lib/errors.ts'
import type { Instance, Store } from '../../store/store.ts'
import {
  compileTransformation,
  type TransformationPlan,
} from '../../transform/compile-transformation.ts'
import { mergeDefinitionRows, mergeTransformationRows } from './merge-rows.ts'

/** An instance's virtual data resources by name; what can't be compiled says why when it is asked for. */
export type InstanceVdrs = ReadonlyMap<string, TransformationPlan | ValenceError>

/** Gives the virtual data resources of instances. */
export interface VdrIndex {
  of(instance: Instance): InstanceVdrs | Promise<InstanceVdrs>
  /** Forget an organization's, at once: a change announced by the database takes a moment to arrive. */
  forget(organizationId: number): void
  close(): void
}

interface Known {
  readonly organizationId: number
  readonly vdrs: InstanceVdrs
}

/** @param maxInstances - How many instances' are kept. */
export function createVdrIndex(store: Store, maxInstances: number): VdrIndex {
  const cache = new LRUCache<number, Known>({ max: maxInstances })
  // A load that began before a change must not bring the former state back after it.
  const loading = new Map<number, { organizationId: number; vdrs: Promise<InstanceVdrs> }>()

  function forget(organizationId: number): void {
    for (const kept of [cache, loading]) {
      for (const [id, known] of kept.entries()) {
        if (known.organizationId === organizationId) kept.delete(id)
      }
    }
  }

  const stop = store.onChange((change) => {
    if (change.kind === 'all') {
      cache.clear()
      loading.clear()
    } else if (change.kind === 'vdr') forget(change.id)
    else if (change.kind === 'instance') {
      cache.delete(change.id)
      loading.delete(change.id)
    }
  })

  function load(instance: Instance): Promise<InstanceVdrs> {
    const { id, organizationId } = instance
    const reading = { organizationId, vdrs: readVdrs(store, instance) }
    loading.set(id, reading)
    const settle = (vdrs?: InstanceVdrs) => {
      if (loading.get(id) !== reading) return
      loading.delete(id)
      if (vdrs) cache.set(id, { organizationId, vdrs })
    }
    reading.vdrs.then(settle, () => settle())
    return reading.vdrs
  }

  return {
    of: (instance) =>
      cache.get(instance.id)?.vdrs ?? loading.get(instance.id)?.vdrs ?? load(instance),
    forget,
    close: stop,
  }
}

async function readVdrs({ vdrs }: Store, instance: Instance): Promise<InstanceVdrs> {
  const { definitions, transformations } = await vdrs.ofInstance(instance)
  const found = new Map<string, TransformationPlan | ValenceError>()
  for (const name of new Set(transformations.map(({ objectName }) => objectName))) {
    const of = (row: { objectName: string }) => row.objectName === name
    const transformation = mergeTransformationRows(transformations.filter(of))
    const definition = mergeDefinitionRows(definitions.filter(of)) ?? { fields: [] }
    if (transformation) found.set(name, compiled(name, definition, transformation))
  }
  return found
}

/** Levels that are right by themselves may not fit together. */
function compiled(
  ...input: Parameters<typeof compileTransformation>
): TransformationPlan | ValenceError {
  try {
    return compileTransformation(...input)
  } catch (error) {
    if (isValenceError(error)) return error
    throw error
  }
}
