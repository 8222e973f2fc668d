import { ValenceError } from '../lib/errors.ts'

/** What a violated unique constraint means to the caller. Names are those of `migrations/`. */
const conflicts: Readonly<Record<string, string>> = {
  account_external_id: 'An account with this externalId exists already. Use another externalId.',
  account_default: 'The organization has a default account already.',
  object_definition_place: 'The object is defined at this level already. PUT replaces it.',
  transformation_place: 'There is a transformation at this level already. PUT replaces it.',
  vdr_object_name: 'A virtual data resource of this name exists already. Use another name.',
  element_key:
    'Another element of the organization has this key already. Use another key, or PUT to replace that element.',
  app_user_email: 'A user with this email exists already. Use another email.',
}

/** What a violated foreign key means to the caller. */
const missing: Readonly<Record<string, string>> = {
  app_user_account: 'There is no such account in this organization.',
  object_definition_vdr: 'There is no such virtual data resource in this organization.',
  transformation_vdr: 'There is no such virtual data resource in this organization.',
  object_definition_account: 'There is no such account in this organization.',
  transformation_account: 'There is no such account in this organization.',
  object_definition_instance: 'There is no such instance in this organization.',
  transformation_instance: 'There is no such instance in this organization.',
  instance_account: 'There is no such account in this organization.',
  element_account: 'There is no such account in this organization.',
  instance_user: 'There is no such user in this organization.',
}

/** SQLSTATE classes after which the same statement may succeed a moment later. */
const transientClasses = ['08', '53', '57', '58']
const transientMessages =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|has already been destroyed|Cannot use a pool after calling end/
const networkCodes = /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_)/

/**
 * Give a failure of `pg` the code our callers know.
 *
 * @returns `conflict` for a taken key, `not_found` for a missing parent row, `invalid_request` for text PostgreSQL cannot
 *   hold (the NUL character), `unavailable` when the database cannot be reached or has ended the statement; anything
 *   else unchanged, because it is a defect of ours.
 */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ValenceError) return error
  const { code, constraint } = error as Error & { code?: string; constraint?: string }
  if (code === '23505') {
    const message = conflicts[constraint ?? ''] ?? 'Such a record exists already.'
    return new ValenceError('conflict', message, { cause: error })
  }
  if (code === '23503') {
    const message = missing[constraint ?? ''] ?? 'The record it belongs to does not exist.'
    return new ValenceError('not_found', message, { cause: error })
  }
  if (code === '22021' || code === '22P05') {
    const message = 'A text holds the character U+0000, which cannot be stored. Remove it.'
    return new ValenceError('invalid_request', message, { cause: error })
  }
  return isTransient(error.message, code) ? unavailable(error) : error
}

/** Did the connection, and not only the statement, fail? Such a connection must not go back to the pool. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as Error & { code?: string }
  if (/Connection terminated|Query read timeout/.test(error.message)) return true
  return code !== undefined && (networkCodes.test(code) || /^(08|57P)/.test(code))
}

function isTransient(message: string, code: string | undefined): boolean {
  if (transientMessages.test(message)) return true
  if (code === undefined) return false
  return networkCodes.test(code) || transientClasses.includes(code.slice(0, 2))
}

function unavailable(cause: Error): ValenceError {
  const message = 'The database cannot be reached or did not answer in time. Try again.'
  return new ValenceError('unavailable', message, { cause, retryAfterSeconds: 1 })
}
