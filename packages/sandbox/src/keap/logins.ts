/** Somebody who can sign in to the sandbox. One login may reach several apps, as at the vendor. */
export interface Login {
  readonly username: string
  readonly password: string
  /** Apps the login reaches, and the id of its user in each. */
  readonly apps: Readonly<Record<string, string>>
}

/** The logins of a fresh sandbox. */
export const defaultLogins: readonly Login[] = [
  {
    username: 'admin@example.com',
    password: 'sandbox',
    apps: { dt123: '1', ab103: '1' },
  },
  { username: 'dana@example.com', password: 'sandbox', apps: { dt123: '2' } },
  { username: 'rui@example.com', password: 'sandbox', apps: { ab103: '2' } },
]

/**
 * The account a grant is for: a user in an app. A token pair belongs to one app, which is chosen while authorising.
 */
export interface Account {
  readonly app: string
  readonly userId: string
}

/** An account as text, the way the authorization server carries it. */
export function accountIdOf({ app, userId }: Account): string {
  return `${userId}@${app}`
}

/** The account a text stands for. */
export function accountOf(accountId: string): Account {
  const at = accountId.indexOf('@')
  return { userId: accountId.slice(0, at), app: accountId.slice(at + 1) }
}

/** The login with this name and password. */
export function findLogin(
  logins: readonly Login[],
  username: string,
  password: string,
): Login | undefined {
  const name = username.trim().toLowerCase()
  return logins.find((login) => login.username === name && login.password === password)
}
