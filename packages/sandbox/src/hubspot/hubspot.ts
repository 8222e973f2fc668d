import type { OAuthDialect, VendorDefinition } from '../vendor/vendor.ts'
import { errorAnswer, HubspotError } from './hubspot-error.ts'
import type { Portal } from './objects.ts'
import { hubspotRoutes } from './routes.ts'
import { seedPortals } from './seed.ts'

const oauth: OAuthDialect = {
  authorizePath: '/oauth/authorize',
  tokenPaths: ['/oauth/v3/token', '/oauth/v1/token'],
  clientAuthentication: 'post',
  // A refresh gives the same refresh token again (documented).
  rotates: false,
  expiresIn: 1800,
  answer: ({ accessToken, refreshToken, expiresIn, account }) => ({
    token_type: 'bearer',
    access_token: accessToken,
    expires_in: expiresIn,
    hub_id: Number(account),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  }),
  refusal: (error, grantType) => {
    const words = {
      invalid_client: ['BAD_CLIENT_ID', 'missing or unknown client id'],
      invalid_grant:
        grantType === 'refresh_token'
          ? ['BAD_REFRESH_TOKEN', 'missing or invalid refresh token']
          : ['BAD_AUTH_CODE', 'missing or unknown auth code'],
      invalid_request: ['BAD_GRANT_TYPE', 'missing or unknown grant type'],
      unsupported_grant_type: ['BAD_GRANT_TYPE', 'missing or unknown grant type'],
    }[error] as [string, string]
    const [status, message] = words
    return { status: 400, body: { status, message, correlationId: crypto.randomUUID() } }
  },
}

/** HubSpot: CRM objects v3, search, properties, owners, associations v4. */
export const hubspot: VendorDefinition<Portal> = {
  name: 'hubspot',
  title: 'HubSpot',
  oauth,
  rate: { limit: 110, windowMs: 10_000 },
  logins: [
    { username: 'dana@example.com', password: 'sandbox', account: '62515', userId: '7001' },
    { username: 'rui@example.com', password: 'sandbox', account: '70707', userId: '7001' },
  ],
  routes: hubspotRoutes(),
  seed: seedPortals,
  rateHeaders: ({ limit, remaining, windowMs }) => ({
    'x-hubspot-ratelimit-max': String(limit),
    'x-hubspot-ratelimit-remaining': String(remaining),
    'x-hubspot-ratelimit-interval-milliseconds': String(windowMs),
  }),
  answers: {
    unauthorized: (hasToken) =>
      hasToken
        ? errorAnswer(
            401,
            'EXPIRED_AUTHENTICATION',
            'The OAuth token used to make this call expired or is not valid.',
          )
        : errorAnswer(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.'),
    throttled: () =>
      errorAnswer(429, 'RATE_LIMITS', 'You have reached your ten_secondly_rolling limit.'),
    notFound: (path) => errorAnswer(404, 'OBJECT_NOT_FOUND', `No resource at ${path}`),
    wrongMethod: () => errorAnswer(405, 'METHOD_NOT_ALLOWED', 'HTTP 405 Method Not Allowed'),
    failed: (status) => errorAnswer(status, 'INTERNAL_ERROR', 'internal error'),
    refused: (error) =>
      error instanceof HubspotError
        ? errorAnswer(error.status, error.category, error.message, error.errors)
        : undefined,
  },
}
