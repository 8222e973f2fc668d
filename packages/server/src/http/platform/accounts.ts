/** Reading accounts. */
import { Type } from 'typebox'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { readPage, singleParameter, writePage } from '../plugins/paging.ts'
import { scanPage } from '../plugins/scan.ts'
import { readWhere } from '../plugins/where.ts'
import { AccountSchema, presentAccount } from '../presenters/account.ts'
import {
  answers,
  IdParams,
  notFound,
  pagingParameters,
  readId,
  whereParameter,
} from '../schemas.ts'

const fields = new Set(Object.keys(AccountSchema.properties))

export function accountRoutes(app: HttpApp, { store, settings }: HttpDependencies): void {
  app.get(
    '/accounts',
    {
      schema: {
        summary: 'The accounts the caller may see',
        description: 'With an Element token this path is a resource of its instance.',
        tags: ['Accounts'],
        querystring: Type.Object({
          ...pagingParameters,
          ...whereParameter,
          offset: Type.Optional(Type.String({ description: 'Accounts to pass over' })),
        }),
        response: answers(Type.Array(AccountSchema)),
      },
    },
    async (request, reply) => {
      const { scope } = callerOf(request)
      const page = readPage(request.query, 'accounts', settings)
      const where = readWhere(singleParameter(page.query, 'where'), fields)
      const { rows, outcome } = await scanPage(page, {
        read: (rowsAfter) => store.accounts.list(scope, rowsAfter),
        matches: (account) => where.matches(presentAccount(account)),
      })
      writePage(reply, page, outcome)
      return rows.map(presentAccount)
    },
  )

  app.get(
    '/accounts/:id',
    {
      schema: {
        summary: 'One account',
        tags: ['Accounts'],
        params: IdParams,
        response: answers(AccountSchema),
      },
    },
    async (request) => {
      const id = readId(request.params.id, 'account')
      const account = await store.accounts.get(callerOf(request).scope, id)
      if (account === undefined) throw notFound('account', id)
      return presentAccount(account)
    },
  )
}
