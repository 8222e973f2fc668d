import type { Instance, Organization, Scope, User } from '../store/store.ts'

/** The secrets of an `Authorization` header, as they came. */
export interface PresentedSecrets {
  readonly user?: string
  readonly organization?: string
  readonly element?: string
  readonly bearer?: string
}

/** Who is calling, proven. */
export interface Caller {
  readonly organization: Organization
  readonly user: User
  /** What the caller may see: an organization administrator every account, others their own. */
  readonly scope: Scope
  readonly isOrganizationAdmin: boolean
  /** The instance of the presented element token. */
  readonly instance: Instance | undefined
}

/** Turns secrets into callers, from a bounded cache that changes in the store invalidate. */
export interface Authorizer {
  /**
   * @throws {ValenceError} `invalid_credentials`, always with the same words, when any presented secret is missing,
   *   unknown, inactive or belongs to another organization than the rest.
   */
  identify(secrets: PresentedSecrets): Promise<Caller>
  /** Forget what is known of an instance, at once: a change announced by the database takes a moment to arrive. */
  forgetInstance(id: number): void
  /** The same for a session that was ended, named by the hash of its token. */
  forgetSession(sessionHash: string): void
  close(): void
}
