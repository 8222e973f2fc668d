import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { html, type SafeHtml } from '../core/html.ts'
import { queryOf, readBody, sendHtml, sendJson } from '../core/messages.ts'
import type { Granted } from './grants.ts'
import type { OAuthError, VendorAnswer, VendorState } from './vendor.ts'

/** The registered application, and where it may be sent back to. */
export interface VendorClient {
  readonly id: string
  readonly secret: string
  isAllowedRedirect(address: string): boolean
}

/** The authorization page (RFC 6749 §4.1.1): sign in and allow, or deny. One page; GET shows it, POST decides. */
export async function authorize<A>(
  state: VendorState<A>,
  client: VendorClient,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = queryOf(request)
  const problem = problemOf(query, client)
  if (problem !== undefined)
    return sendHtml(response, 400, page(state, html`<p role="alert">${problem}</p>`))
  if (request.method !== 'POST') return sendHtml(response, 200, page(state, form(query, '')))
  const sent = new URLSearchParams(await readBody(request))
  if (sent.get('decision') === 'deny') return sendBack(response, query, { error: 'access_denied' })
  const login = state.definition.logins.find(
    ({ username, password }) =>
      username === sent.get('username') && password === sent.get('password'),
  )
  if (login === undefined) {
    return sendHtml(
      response,
      401,
      page(state, form(query, 'The username or password is not right.')),
    )
  }
  const code = state.grants.issueCode({
    account: login.account,
    userId: login.userId,
    redirectUri: query.get('redirect_uri') ?? '',
    codeChallenge: query.get('code_challenge') ?? undefined,
  })
  sendBack(response, query, { code })
}

function problemOf(query: URLSearchParams, client: VendorClient): string | undefined {
  if (query.get('client_id') !== client.id) return 'The application is not known.'
  if (!client.isAllowedRedirect(query.get('redirect_uri') ?? '')) {
    return 'The application may not be sent back to this address.'
  }
  return (query.get('response_type') ?? 'code') === 'code'
    ? undefined
    : 'Only response_type=code is offered.'
}

function sendBack(
  response: ServerResponse,
  query: URLSearchParams,
  answer: Readonly<Record<string, string>>,
): void {
  const target = new URL(query.get('redirect_uri') ?? '')
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value)
  const given = query.get('state')
  if (given !== null) target.searchParams.set('state', given)
  response.writeHead(302, { location: target.href })
  response.end()
}

function page<A>({ definition }: VendorState<A>, content: SafeHtml): string {
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Connect - ${definition.title} (local sandbox)</title></head>
<body><main><h1>${definition.title} <small>local sandbox</small></h1>
${content}
</main></body></html>
`.markup
}

function form(query: URLSearchParams, alert: string): SafeHtml {
  return html`<p>The application <strong>${query.get('client_id') ?? ''}</strong> asks for access: ${query.get('scope') ?? 'its registered scopes'}.</p>
${alert === '' ? html`` : html`<p role="alert">${alert}</p>`}
<form method="post">
<p><label>Username <input type="text" name="username" autocomplete="username"></label></p>
<p><label>Password <input type="password" name="password" autocomplete="current-password"></label></p>
<p><button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button></p>
</form>`
}

/** The token endpoint (RFC 6749 §3.2): a form; codes and refresh tokens. */
export async function token<A>(
  state: VendorState<A>,
  client: VendorClient,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { oauth } = state.definition
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const sent = new URLSearchParams(isForm ? await readBody(request) : '')
  const grantType = sent.get('grant_type') ?? ''
  count(state, grantType)
  const outcome = isClient(state, client, request, sent)
    ? exchange(state, sent, grantType)
    : 'invalid_client'
  if (typeof outcome === 'string') {
    if (grantType === 'refresh_token') state.log.counters.refreshesRefused += 1
    return sendAnswer(response, oauth.refusal(outcome, grantType))
  }
  sendAnswer(response, {
    status: 200,
    body: oauth.answer(outcome, { url, now: state.clock.now() }),
  })
}

function count<A>({ log }: VendorState<A>, grantType: string): void {
  if (grantType === 'refresh_token') log.counters.refreshes += 1
  if (grantType === 'authorization_code') log.counters.codeExchanges += 1
}

function isClient<A>(
  { definition }: VendorState<A>,
  client: VendorClient,
  { headers }: IncomingMessage,
  sent: URLSearchParams,
): boolean {
  if (definition.oauth.clientAuthentication === 'post') {
    return sent.get('client_id') === client.id && sent.get('client_secret') === client.secret
  }
  const expected = Buffer.from(`${client.id}:${client.secret}`).toString('base64')
  return headers.authorization === `Basic ${expected}`
}

function exchange<A>(
  { grants, definition }: VendorState<A>,
  sent: URLSearchParams,
  grantType: string,
): Granted | OAuthError {
  if (grantType === 'refresh_token') {
    return (
      grants.refresh(sent.get('refresh_token') ?? '', definition.oauth.rotates) ?? 'invalid_grant'
    )
  }
  if (grantType !== 'authorization_code') {
    return grantType === '' ? 'invalid_request' : 'unsupported_grant_type'
  }
  const code = grants.takeCode(sent.get('code') ?? '')
  if (code === undefined || code.redirectUri !== sent.get('redirect_uri')) return 'invalid_grant'
  if (code.codeChallenge !== undefined && code.codeChallenge !== challengeOf(sent))
    return 'invalid_grant'
  return grants.grant(code)
}

function challengeOf(sent: URLSearchParams): string {
  return createHash('sha256')
    .update(sent.get('code_verifier') ?? '')
    .digest('base64url')
}

/** Send an answer as JSON, or empty. */
export function sendAnswer(
  response: ServerResponse,
  { status, body, headers = {} }: VendorAnswer,
): void {
  if (body === undefined) {
    response.writeHead(status, headers)
    response.end()
  } else sendJson(response, status, JSON.stringify(body), headers)
}
