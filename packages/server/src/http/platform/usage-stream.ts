/** New resource calls as they happen: Server-Sent Events (WHATWG HTML, section 9.2). */
import { Type } from 'typebox'
import { ValenceError } from '../../lib/errors.ts'
import type { UsageRecord } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { createEventStream, type EventStream } from '../plugins/event-stream.ts'
import type { FilterQuery } from '../plugins/page-token.ts'
import { singleParameter } from '../plugins/paging.ts'
import { presentUsage } from '../presenters/usage.ts'
import { answersFile, readId } from '../schemas.ts'

const MAX_STREAMS_PER_USER = 10

export function usageStreamRoutes(app: HttpApp, { usageFeed }: HttpDependencies): void {
  const streams = createStreamRegister()
  app.addHook('preClose', async () => streams.endAll())

  app.get(
    '/usage/stream',
    {
      schema: {
        summary: 'New resource calls as they happen',
        description:
          'Events of the type usage; the data of each is what GET /usage/{id} answers. A stream ends after 15 minutes, and tells nothing that happened before it began.',
        tags: ['Usage'],
        querystring: Type.Object({ elementInstanceId: Type.Optional(Type.String()) }),
        response: answersFile('text/event-stream', 'Server-Sent Events'),
      },
    },
    async (request, reply) => {
      const { scope, user } = callerOf(request)
      const isWanted = filterOf(request.query)
      streams.assertRoom(user.id)
      const unsubscribe = usageFeed.subscribe(scope, (record) => {
        if (isWanted(record)) stream.send(eventOf(record))
      })
      const stream = createEventStream(() => {
        unsubscribe()
        streams.remove(user.id, stream)
      })
      streams.add(user.id, stream)
      return reply
        .type('text/event-stream; charset=utf-8')
        .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
        .send(stream.body)
    },
  )
}

function filterOf(query: FilterQuery): (record: UsageRecord) => boolean {
  const instance = singleParameter(query, 'elementInstanceId')
  if (!instance) return () => true
  const id = readId(instance, 'instance')
  return ({ instanceId }) => instanceId === id
}

function eventOf(record: UsageRecord) {
  return { event: 'usage', id: record.requestId, data: presentUsage(record) }
}

/** The open streams, by user. */
function createStreamRegister() {
  const open = new Map<number, Set<EventStream>>()
  return {
    assertRoom(userId: number): void {
      if ((open.get(userId)?.size ?? 0) < MAX_STREAMS_PER_USER) return
      throw new ValenceError(
        'rate_limited',
        `You have ${MAX_STREAMS_PER_USER} streams open already. Close one of them.`,
        { retryAfterSeconds: 30 },
      )
    },
    add: (userId: number, stream: EventStream) =>
      void open.set(userId, (open.get(userId) ?? new Set()).add(stream)),
    remove(userId: number, stream: EventStream): void {
      const own = open.get(userId)
      own?.delete(stream)
      if (own?.size === 0) open.delete(userId)
    },
    endAll(): void {
      for (const own of open.values()) for (const stream of own) stream.end()
    },
  }
}
