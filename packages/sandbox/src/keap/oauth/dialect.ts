import type { Provider } from 'oidc-provider'
import type { Counters } from '../../core/request-log.ts'
import { accountOf } from '../logins.ts'
import type { SandboxSettings } from '../settings.ts'
import { hostOf } from '../tenant.ts'
import { AUTHORIZE_PATH, type OAuthContext, TOKEN_PATH } from './provider.ts'

interface TokenBody {
  readonly error?: string
  readonly access_token?: string
  readonly refresh_token?: string
  readonly expires_in?: number
}

interface DialectOptions {
  readonly settings: SandboxSettings
  /** Asked for at each use: clearing the request log starts new ones. */
  counters(): Counters
}

/** Make the authorization server speak as the vendor does, by changing what goes into it and what comes out. */
export function speakVendorDialect(provider: Provider, options: DialectOptions): void {
  provider.use(async (context, next) => {
    // The library adds `oidc` to the context once one of its routes is reached.
    const ctx = context as OAuthContext
    if (ctx.path === TOKEN_PATH && ctx.method === 'POST') return token(ctx, next, options)
    if (ctx.path === AUTHORIZE_PATH) fillDefaults(ctx)
    await next()
    rewriteCallback(ctx)
  })
}

// `response_type` and `scope` have defaults; they are also the only values there are (documented).
function fillDefaults(ctx: OAuthContext): void {
  const query = new URLSearchParams(ctx.querystring)
  if (!query.get('response_type')) query.set('response_type', 'code')
  if (!query.get('scope')) query.set('scope', 'full')
  query.delete('response_mode')
  ctx.querystring = query.toString()
}

// The callback says which app was chosen in `scope`, and nothing of the issuer (recorded). Errors come the same way,
// also those the library would put behind a `#` because another response type was asked for.
function rewriteCallback(ctx: OAuthContext): void {
  const location = ctx.response.get('location')
  if (!URL.canParse(location)) return
  const callback = new URL(location)
  const answer = new URLSearchParams(callback.hash.slice(1))
  for (const [name, value] of answer) callback.searchParams.set(name, value)
  callback.hash = ''
  const { searchParams: query } = callback
  if (!query.has('iss')) return
  const state = query.get('state')
  for (const name of ['iss', 'scope', 'state']) query.delete(name)
  const accountId = ctx.oidc.session?.accountId
  if (query.has('code') && accountId !== undefined) {
    query.set('scope', `full|${hostOf(accountOf(accountId).app)}`)
  }
  if (state !== null) query.set('state', state)
  ctx.set('location', callback.href)
  ctx.body = ''
}

async function token(
  ctx: OAuthContext,
  next: () => Promise<unknown>,
  { settings, counters }: DialectOptions,
): Promise<void> {
  if (!ctx.is('application/x-www-form-urlencoded')) return answerMissingType(ctx)
  await next()
  const grantType = ctx.oidc?.params?.grant_type
  if (grantType === 'refresh_token') counters().refreshes += 1
  if (grantType === 'authorization_code') counters().codeExchanges += 1
  const body = ctx.body as TokenBody | undefined
  if (body?.access_token !== undefined) return answerTokens(ctx, body)
  if (grantType === 'refresh_token') counters().refreshesRefused += 1
  if (!grantType && ctx.status === 400) return answerMissingType(ctx)
  if (body?.error === 'invalid_grant') ctx.body = refusedGrant(String(grantType), settings)
}

// Recorded for a JSON body; a form without `grant_type` is taken to say the same.
function answerMissingType(ctx: OAuthContext): void {
  ctx.status = 400
  ctx.body = {
    error: 'invalid_request',
    error_description: 'response_type or grant_type is required',
  }
}

function answerTokens(ctx: OAuthContext, body: TokenBody): void {
  const { app } = accountOf(String(ctx.oidc.entities.Account?.accountId))
  ctx.body = {
    scope: `full|${hostOf(app)}`,
    access_token: body.access_token,
    token_type: 'bearer',
    expires_in: body.expires_in,
    refresh_token: body.refresh_token,
  }
}

function refusedGrant(grantType: string, settings: SandboxSettings): object {
  if (grantType !== 'refresh_token') {
    // The vendor's words for a bad code are not known.
    return { error: 'invalid_grant', error_description: 'Invalid authorization code' }
  }
  return settings.refreshError === 'invalid_grant'
    ? { error: 'invalid_grant', error_description: 'Invalid refresh token' }
    : { error: 'invalid_request', error_description: 'Invalid Refresh Token' }
}
