/** Instances with what the wire shows beside them: their element's short form and the user who made them. */
import type { FastifyReply } from 'fastify'
import { presentElementShort } from '../../catalog/present.ts'
import type { Caller } from '../../runtime/caller.ts'
import type { InstanceView } from '../../runtime/connections-port.ts'
import type { User } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import { type PresentedInstance, presentInstance } from '../presenters/instance.ts'

/** Shows instances to a caller. */
export interface ShowInstances {
  /** One instance. Configuration keys that had no effect are named in `Elements-Warning`. */
  one(caller: Caller, view: InstanceView, reply: FastifyReply): Promise<PresentedInstance>
  many(
    caller: Caller,
    views: readonly InstanceView[],
    options: { hydrate: boolean },
  ): Promise<PresentedInstance[]>
}

/** Names what was accepted without effect. The standard `Warning` header is obsolete (RFC 9111, section 5.5). */
export const WARNING_HEADER = 'elements-warning'

const MAX_WARNING_LENGTH = 1_000

export function createShowInstances({ store, elements }: HttpDependencies): ShowInstances {
  const present = async (view: InstanceView, user: User | undefined, hydrate: boolean) => {
    const element = await elements.ofInstance(view.instance)
    const short = element && presentElementShort(element.definition)
    return presentInstance(view, { element: short, user, hydrate })
  }
  const makerOf = async ({ user, scope }: Caller, userId: number) =>
    userId === user.id ? user : store.users.get(scope, userId)

  return {
    async one(caller, view, reply) {
      if (view.unusedKeys.length > 0) reply.header(WARNING_HEADER, warningOf(view.unusedKeys))
      return present(view, await makerOf(caller, view.instance.userId), true)
    },
    async many(caller, views, { hydrate }) {
      const ids = [...new Set(views.map((view) => view.instance.userId))]
      const makers = new Map(
        await Promise.all(ids.map(async (id) => [id, await makerOf(caller, id)] as const)),
      )
      return Promise.all(
        views.map((view) => present(view, makers.get(view.instance.userId), hydrate)),
      )
    },
  }
}

/** Keys come from callers: what a header may not carry is percent-encoded. */
function warningOf(keys: readonly string[]): string {
  const safe = keys.map((key) =>
    key.replace(/[^\w.@-]+/g, (text) => encodeURIComponent(text.toWellFormed())),
  )
  return `unused configuration keys: ${safe.join(', ')}`.slice(0, MAX_WARNING_LENGTH)
}
