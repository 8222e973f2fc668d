import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { errors, interactionPolicy, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { SandboxSettings } from '../settings.ts'
import { errorPage } from './pages.ts'
import { isAllowedRedirect, type RedirectRules } from './redirects.ts'
import type { OAuthStore } from './store.ts'

// The authorization server is oidc-provider behind the vendor's addresses and pages. It keeps the protocol: the
// checking of clients, redirects, codes, PKCE and rotation is not ours. What the vendor does differently stands around
// it: `dialect.ts` rewrites what goes in and out, `store.ts` decides what time it is and what a second use means,
// `interactions.ts` has the pages.

export const AUTHORIZE_PATH = '/app/oauth/authorize'
export const TOKEN_PATH = '/token'
export const INTERACTION_PATH = '/app/oauth/interaction'

const MINUTE = 60
const DAY = 24 * 60 * MINUTE

/** The registered application. */
export interface OAuthClient {
  readonly id: string
  readonly secret: string
}

export interface ProviderOptions {
  /** Where the sandbox listens, for example `http://127.0.0.1:8090`. */
  readonly issuer: string
  readonly client: OAuthClient
  readonly redirects: RedirectRules
  readonly store: OAuthStore
  readonly settings: SandboxSettings
}

/** The authorization server, not yet speaking the vendor's dialect. */
export function createProvider(options: ProviderOptions): Provider {
  const { store, client, settings } = options
  const provider = new Provider(options.issuer, {
    adapter: (model: string) => store.adapter(model),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        // Never used: which addresses are allowed is decided below.
        redirect_uris: ['https://registered.invalid/'],
        scope: 'full',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    scopes: ['full'],
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    routes: { authorization: AUTHORIZE_PATH, token: TOKEN_PATH },
    // Not documented by the vendor, tolerated by it: checked when the client uses it.
    pkce: { required: () => false },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    interactions: {
      policy: alwaysAsk(),
      url: (_ctx, interaction) => `${INTERACTION_PATH}/${interaction.uid}`,
    },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    ttl: {
      AccessToken: () => settings.expiresIn,
      AuthorizationCode: 10 * MINUTE,
      RefreshToken: 45 * DAY,
      // A grant lives as long as it is refreshed.
      Grant: 20 * 365 * DAY,
      Interaction: 60 * MINUTE,
      Session: 60 * MINUTE,
    },
    // As long as the gateway's: 28 characters for an access token, 32 for a refresh token, 24 for a code.
    formats: { bitsOfOpaqueRandomness: (_ctx, token) => bitsOf(token.kind) },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    jwks: { keys: [signingKey()] },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(out.error, out.error_description)
    },
  })
  provider.Client.prototype.redirectUriAllowed = (address) =>
    isAllowedRedirect(address, options.redirects)
  return provider
}

/**
 * Every authorisation starts with the sign-in page, whoever used this browser before. A scope other than the only one
 * there is goes back to the client as an error (assumed); the library would drop it without a word.
 */
function alwaysAsk(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  const { Check } = interactionPolicy
  const fresh = new Check('fresh_login', 'the user must sign in', 'login_required', (ctx) => {
    const scope = String(ctx.oidc.params?.scope ?? '')
    if (scope !== 'full') throw new errors.InvalidScope('requested scope is not allowed', scope)
    const signedIn = ctx.oidc.result?.login !== undefined
    return signedIn ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
  })
  policy.get('login')?.checks.add(fresh)
  return policy
}

function bitsOf(kind: string): number {
  const lengths: Readonly<Record<string, number>> = { AccessToken: 28, RefreshToken: 32 }
  return (lengths[kind] ?? 24) * 6
}

// Nothing is signed with it, but the library will not start quietly without one.
function signingKey(): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }
}

/** The library's refusal of an interaction that is over. */
export const { SessionNotFound } = errors

export type OAuthContext = KoaContextWithOIDC
