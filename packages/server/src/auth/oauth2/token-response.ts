/**
 * One form for the token endpoints of the world. RFC 6749 §5 says JSON, status 200 or 400, `token_type`, a number in
 * `expires_in`; vendors answer forms, text, 201, errors with status 200, tokens inside other members, numbers as texts.
 */

type Members = Record<string, unknown>

/** Members that may hold the tokens in place of the answer itself. */
const wrappers = ['authed_user', 'data', 'token', 'result']

/** @returns status and body as RFC 6749 has them; `undefined` for a body that is no token response of any kind. */
export function normaliseTokenResponse(
  status: number,
  text: string,
): { status: number; body: Members } | undefined {
  const parsed = parse(text)
  if (!parsed) return undefined
  const body = unwrap(parsed)
  if (isError(body) || isStatusError(status, body))
    return { status: status >= 400 && status < 500 ? status : 400, body: toError(body) }
  if (typeof body['access_token'] !== 'string') return undefined
  return { status: 200, body: toGrant(body) }
}

function parse(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Members)
      : undefined
  } catch {
    const form = new URLSearchParams(text.trim())
    return form.has('access_token') || form.has('error') ? Object.fromEntries(form) : undefined
  }
}

function unwrap(body: Members): Members {
  if ('access_token' in body || isError(body)) return body
  const inner = wrappers
    .map((name) => body[name])
    .find((value) => value !== null && typeof value === 'object' && 'access_token' in value)
  return inner ? { ...body, ...(inner as Members) } : body
}

function isError(body: Members): boolean {
  return (
    Boolean(body['error'] ?? body['fault'] ?? body['errors']) &&
    typeof body['access_token'] !== 'string'
  )
}

/** Some vendors say `{status: 'BAD_REFRESH_TOKEN', message}` in place of `error`. */
function isStatusError(status: number, body: Members): boolean {
  return status >= 400 && typeof body['status'] === 'string'
}

/** `error` as a text, whatever shape it came in (RFC 6749 §5.2). */
function toError(body: Members): Members {
  const error = body['error']
  const inner = (error ?? body['fault'] ?? (body['errors'] as unknown[])?.[0] ?? body['status']) as
    | Members
    | string
  if (typeof inner === 'string')
    return { error: inner, error_description: textOf(body['error_description'] ?? body['message']) }
  return {
    error: textOf(inner?.['code'] ?? inner?.['type'] ?? inner?.['status']) || 'error',
    error_description: textOf(inner?.['message'] ?? inner?.['faultstring'] ?? body['message']),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** What vendors say beside the tokens, such as the host of the account. An id_token is nobody's business here. */
function otherTexts(body: Members): Members {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) =>
        (typeof value === 'string' || typeof value === 'number') &&
        !['id_token', 'refresh_token', 'expires_in', 'scope'].includes(name),
    ),
  )
}

function toGrant(body: Members): Members {
  const seconds = Number(body['expires_in'])
  return {
    ...otherTexts(body),
    access_token: body['access_token'],
    // Whatever the vendor calls its tokens, they are used as the element says.
    token_type: 'bearer',
    ...(typeof body['refresh_token'] === 'string' && body['refresh_token'] !== ''
      ? { refresh_token: body['refresh_token'] }
      : {}),
    ...(Number.isFinite(seconds) && seconds > 0 ? { expires_in: seconds } : {}),
    ...(typeof body['scope'] === 'string' ? { scope: body['scope'] } : {}),
  }
}
