import { Router } from '../core/router.ts'
import type { OAuthDialect, VendorDefinition, VendorOperation } from '../vendor/vendor.ts'
import type { PipedriveCompany } from './company.ts'
import { errorAnswer, PipedriveError } from './pipedrive-error.ts'
import { addV1 } from './routes-v1.ts'
import { addV2 } from './routes-v2.ts'
import { seedCompanies } from './seed.ts'

const oauth: OAuthDialect = {
  authorizePath: '/oauth/authorize',
  tokenPaths: ['/oauth/token'],
  clientAuthentication: 'basic',
  // Every answer has a refresh token, to be kept in place of the old one; that the old one is dead then is assumed.
  rotates: true,
  expiresIn: 3599,
  answer: ({ accessToken, refreshToken, expiresIn }, { url }) => ({
    access_token: accessToken,
    token_type: 'Bearer',
    refresh_token: refreshToken,
    scope: 'base,contacts:full,deals:full,activities:full,leads:full,users:read',
    expires_in: expiresIn,
    api_domain: url,
  }),
  refusal: (error, grantType) => {
    const status = error === 'invalid_client' ? 401 : 400
    const words =
      error === 'invalid_grant' && grantType === 'refresh_token'
        ? 'Invalid grant: refresh token is invalid'
        : `Invalid request: ${error}`
    return { status, body: { success: false, error, error_description: words, message: words } }
  },
}

function routes(): Router<VendorOperation<PipedriveCompany>> {
  const router = new Router<VendorOperation<PipedriveCompany>>()
  addV2(router)
  addV1(router)
  return router
}

/** Pipedrive: API v2, and v1 for leads, notes and users; every host is the one of `api_domain`. */
export const pipedrive: VendorDefinition<PipedriveCompany> = {
  name: 'pipedrive',
  title: 'Pipedrive',
  oauth,
  rate: { limit: 80, windowMs: 2_000 },
  logins: [
    { username: 'dana@example.com', password: 'sandbox', account: 'acme', userId: '501' },
    { username: 'rui@example.com', password: 'sandbox', account: 'birch', userId: '501' },
  ],
  routes: routes(),
  seed: seedCompanies,
  rateHeaders: ({ limit, remaining, resetMs, used }) => ({
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)),
    'x-daily-ratelimit-token-remaining': String(Math.max(0, 30_000 - used)),
  }),
  answers: {
    unauthorized: () => errorAnswer(401, 'unauthorized access'),
    throttled: () => errorAnswer(429, 'request over limit'),
    notFound: (path) => errorAnswer(404, `Unknown method ${path}`),
    wrongMethod: (method) => errorAnswer(405, `Method ${method} is not allowed`),
    failed: (status) => errorAnswer(status, 'Internal server error'),
    refused: (error) =>
      error instanceof PipedriveError ? errorAnswer(error.status, error.message) : undefined,
  },
}
