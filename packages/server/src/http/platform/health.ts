/** Is the process up, and can it serve? For load balancers and orchestrators; public, below the root. */
import { Type } from 'typebox'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'

const StatusSchema = Type.Object({ status: Type.String() })

export function healthRoutes(app: HttpApp, { store }: HttpDependencies): void {
  app.get(
    '/healthz',
    {
      schema: {
        summary: 'Is the process up?',
        tags: ['Operation'],
        response: { 200: StatusSchema },
      },
    },
    async () => ({ status: 'up' }),
  )

  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Can it serve? Asks the database',
        tags: ['Operation'],
        response: { 200: StatusSchema, 503: StatusSchema },
      },
    },
    async (_request, reply) => {
      const isReady = await store.isReady().catch(() => false)
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
    },
  )
}
