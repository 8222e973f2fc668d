/** Finding elements for routes that name one. */
import type { FastifyRequest } from 'fastify'
import {
  type Elements,
  type KnownElement,
  type Viewer,
  viewerOf,
} from '../../runtime/elements/elements-port.ts'
import type { Instance } from '../../store/store.ts'
import { notFound } from '../schemas.ts'

/** For whom a request asks; `undefined`: for anybody. */
export function viewerOfRequest({ caller }: FastifyRequest): Viewer | undefined {
  return caller === null ? undefined : viewerOf(caller)
}

/** @throws {ValenceError} `not_found` when there is no such element for the caller. */
export async function elementOf(
  elements: Elements,
  request: FastifyRequest,
  keyOrId: string,
): Promise<KnownElement> {
  const element = await elements.find(viewerOfRequest(request), keyOrId)
  if (element === undefined) throw notFound('element', keyOrId)
  return element
}

/** The element of an instance. @throws {ValenceError} `not_found` when this server has it no more. */
export async function elementOfInstance(
  elements: Elements,
  instance: Instance,
): Promise<KnownElement> {
  const element = await elements.ofInstance(instance)
  if (element === undefined) throw notFound('element', instance.elementKey)
  return element
}
