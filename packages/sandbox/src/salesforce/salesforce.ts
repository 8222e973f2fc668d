import type { OAuthDialect, VendorDefinition } from '../vendor/vendor.ts'
import { salesforceRoutes } from './routes.ts'
import { errorAnswer, SalesforceError } from './salesforce-error.ts'
import { FIRST_USER_ID, seedOrgs } from './seed.ts'
import type { Org } from './sobjects.ts'

const oauth: OAuthDialect = {
  authorizePath: '/services/oauth2/authorize',
  tokenPaths: ['/services/oauth2/token'],
  clientAuthentication: 'post',
  rotates: false,
  // What the vendor calls the session's timeout; the answer does not tell it.
  expiresIn: 7200,
  answer: ({ accessToken, refreshToken, account, userId }, { url, now }) => ({
    access_token: accessToken,
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    signature: 'c2FuZGJveA==',
    scope: 'refresh_token api',
    instance_url: url,
    id: `${url}/id/${account}/${userId}`,
    token_type: 'Bearer',
    issued_at: String(now),
  }),
  refusal: (error, grantType) => {
    const words = {
      invalid_client: ['invalid_client', 'invalid client credentials'],
      invalid_grant:
        grantType === 'refresh_token'
          ? ['invalid_grant', 'expired access/refresh token']
          : ['invalid_grant', 'expired authorization code'],
      invalid_request: ['invalid_request', 'grant type missing'],
      unsupported_grant_type: ['unsupported_grant_type', 'grant type not supported'],
    }[error] as [string, string]
    return { status: 400, body: { error: words[0], error_description: words[1] } }
  },
}

/** Salesforce: REST v66.0 with SOQL; every host is the one of `instance_url`. */
export const salesforce: VendorDefinition<Org> = {
  name: 'salesforce',
  title: 'Salesforce',
  oauth,
  // The daily limit of a developer organization.
  rate: { limit: 15_000, windowMs: 86_400_000 },
  logins: [
    { username: 'dana@example.com', password: 'sandbox', account: 'acme', userId: FIRST_USER_ID },
    { username: 'rui@example.com', password: 'sandbox', account: 'birch', userId: FIRST_USER_ID },
  ],
  routes: salesforceRoutes(),
  seed: seedOrgs,
  rateHeaders: ({ used, limit }) => ({ 'sforce-limit-info': `api-usage=${used}/${limit}` }),
  answers: {
    unauthorized: () => errorAnswer(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
    // 403, not 429 (documented).
    throttled: () => errorAnswer(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    notFound: () => errorAnswer(404, 'NOT_FOUND', 'The requested resource does not exist'),
    wrongMethod: (method) =>
      errorAnswer(
        405,
        'METHOD_NOT_ALLOWED',
        `HTTP Method '${method}' not allowed. Allowed are HEAD,GET`,
      ),
    failed: (status) => errorAnswer(status, 'SERVER_UNAVAILABLE', 'An unexpected error occurred.'),
    refused: (error) =>
      error instanceof SalesforceError
        ? errorAnswer(error.status, error.errorCode, error.message, error.fields)
        : undefined,
  },
}
