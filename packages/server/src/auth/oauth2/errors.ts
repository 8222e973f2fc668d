import { ValenceError } from '../../lib/errors.ts'

/** The vendor said that a refresh token is no good any more: the person must approve again, retrying cannot help. */
export class GrantRejectedError extends ValenceError {
  constructor(message: string, providerMessage: string) {
    super('needs_reauthorization', message, { providerMessage })
    this.name = 'GrantRejectedError'
  }
}
