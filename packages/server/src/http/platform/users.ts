/** Reading users. What a caller may not see is answered as if it did not exist. */
import { Type } from 'typebox'
import type { Caller } from '../../runtime/caller.ts'
import type { Store, User } from '../../store/store.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { HttpApp } from '../http-app.ts'
import { callerOf } from '../plugins/authenticate.ts'
import { readPage, singleParameter, writePage } from '../plugins/paging.ts'
import { scanPage } from '../plugins/scan.ts'
import { readWhere } from '../plugins/where.ts'
import { presentRoles, RoleSchema } from '../presenters/role.ts'
import { presentUser, UserSchema } from '../presenters/user.ts'
import { answers, notFound, pagingParameters, readId, whereParameter } from '../schemas.ts'

const UserParams = Type.Object({ idOrEmail: Type.String({ description: 'Id or e-mail address' }) })

const fields = new Set([
  'id',
  'email',
  'firstName',
  'lastName',
  'fullName',
  'active',
  'enabled',
  'createdDate',
  'lastLoginDate',
])

export function userRoutes(app: HttpApp, { store, settings }: HttpDependencies): void {
  app.get(
    '/users',
    {
      schema: {
        summary: 'The users the caller may see',
        tags: ['Users'],
        querystring: Type.Object({ ...pagingParameters, ...whereParameter }),
        response: answers(Type.Array(UserSchema)),
      },
    },
    async (request, reply) => {
      const { scope } = callerOf(request)
      const page = readPage(request.query, 'users', settings)
      const where = readWhere(singleParameter(page.query, 'where'), fields)
      const { rows, outcome } = await scanPage(page, {
        read: (rowsAfter) => store.users.list(scope, rowsAfter),
        matches: (user) => where.matches(presentUser(user)),
      })
      writePage(reply, page, outcome)
      return rows.map(presentUser)
    },
  )

  app.get(
    '/users/:idOrEmail',
    {
      schema: {
        summary: 'One user',
        tags: ['Users'],
        params: UserParams,
        response: answers(UserSchema),
      },
    },
    async (request) =>
      presentUser(await findUser(store, callerOf(request), request.params.idOrEmail)),
  )

  app.get(
    '/users/:idOrEmail/roles',
    {
      schema: {
        summary: 'The roles of a user',
        tags: ['Users'],
        params: UserParams,
        response: answers(Type.Array(RoleSchema)),
      },
    },
    async (request) => {
      const user = await findUser(store, callerOf(request), request.params.idOrEmail)
      return [...presentRoles(user.roles)]
    },
  )
}

async function findUser(store: Store, { scope }: Caller, idOrEmail: string): Promise<User> {
  const user = idOrEmail.includes('@')
    ? await store.users.getByEmail(scope, idOrEmail)
    : await store.users.get(scope, readId(idOrEmail, 'user'))
  if (user === undefined) throw notFound('user', idOrEmail)
  return user
}
