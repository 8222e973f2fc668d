/** The CRMs of the catalogue, each with its sandbox: how to connect, and where the sandbox is scripted. */
import type { Answer, Api, CallOptions } from './api.ts'
import { controlOf, type SandboxControl } from './sandbox-control.ts'
import { callbackUrl, type System, sandboxDefaults, vendorClient } from './system.ts'

/** A CRM and its sandbox. */
export interface CrmVendor {
  readonly element: string
  /** Below the sandbox's address and below its control port; empty for the first vendor. */
  readonly prefix: string
  readonly tokenPath: string
  readonly clientAuthentication: 'post' | 'basic'
  /** Element configuration that stands for the real hosts. */
  defaults(sandboxUrl: string): Record<string, string>
  /** What a caller brings beside the tokens. */
  brought(tokens: Record<string, unknown>): Record<string, string>
}

const oauthAt = (url: string, authorize: string, token: string) => ({
  'oauth.authorization.url': `${url}${authorize}`,
  'oauth.token.url': `${url}${token}`,
})

const nothing = () => ({})

/** The first CRM, whose own tests are elsewhere. */
export const firstVendor: CrmVendor = {
  element: 'infusionsoftcrm',
  prefix: '',
  tokenPath: '/token',
  clientAuthentication: 'post',
  defaults: sandboxDefaults,
  brought: nothing,
}

/** The CRMs beside it. */
export const crmVendors: readonly CrmVendor[] = [
  {
    element: 'hubspot',
    prefix: '/hubspot',
    tokenPath: '/hubspot/oauth/v3/token',
    clientAuthentication: 'post',
    defaults: (url) => ({
      'base.url': `${url}/hubspot`,
      ...oauthAt(`${url}/hubspot`, '/oauth/authorize', '/oauth/v3/token'),
    }),
    brought: nothing,
  },
  {
    element: 'salesforce',
    prefix: '/salesforce',
    tokenPath: '/salesforce/services/oauth2/token',
    clientAuthentication: 'post',
    defaults: (url) => ({
      ...oauthAt(`${url}/salesforce`, '/services/oauth2/authorize', '/services/oauth2/token'),
      'oauth.token.revoke_url': '',
    }),
    brought: ({ instance_url }) => ({ 'instance.url': String(instance_url) }),
  },
  {
    element: 'pipedrive',
    prefix: '/pipedrive',
    tokenPath: '/pipedrive/oauth/token',
    clientAuthentication: 'basic',
    defaults: (url) => ({
      ...oauthAt(`${url}/pipedrive`, '/oauth/authorize', '/oauth/token'),
      'oauth.token.revoke_url': '',
    }),
    brought: ({ api_domain }) => ({ 'api.domain': String(api_domain) }),
  },
  {
    element: 'infusionsoftrest',
    prefix: '',
    tokenPath: '/token',
    clientAuthentication: 'post',
    defaults: (url) => ({ ...sandboxDefaults(url), 'base.url': `${url}/crm/rest/v1` }),
    brought: nothing,
  },
]

/** `VALENCE_ELEMENT_DEFAULTS` for every CRM. */
export function crmDefaults(sandboxUrl: string): Record<string, Record<string, string>> {
  const all = [firstVendor, ...crmVendors]
  return Object.fromEntries(all.map(({ element, defaults }) => [element, defaults(sandboxUrl)]))
}

/** One connection of a CRM. */
export interface CrmConnection {
  readonly id: number
  readonly control: SandboxControl
  /** Call a resource of it: `GET /contacts`. */
  hub(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** The same in the normalised view. */
  normalized(method: string, path: string, body?: unknown): Promise<Answer>
}

/** The control port of a vendor's sandbox. */
export function vendorControl({ sandbox }: System, { prefix }: CrmVendor): SandboxControl {
  return controlOf(sandbox.url, prefix)
}

/** Let a person approve, and make an instance with the code. */
export async function connectCrm(system: System, vendor: CrmVendor): Promise<CrmConnection> {
  const control = vendorControl(system, vendor)
  const body = system.api.instanceBody(await control.approve(), {
    name: vendor.element,
    element: { key: vendor.element },
  })
  return toConnection(system.api, control, await system.api.call('POST', '/instances', { body }))
}

/** Tokens exchanged without the platform, an hour ago, and brought along. */
export async function bringTokens(system: System, vendor: CrmVendor): Promise<CrmConnection> {
  const control = vendorControl(system, vendor)
  const isPost = vendor.clientAuthentication === 'post'
  const basic = Buffer.from(`${vendorClient.id}:${vendorClient.secret}`).toString('base64')
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: await control.approve(),
    redirect_uri: callbackUrl,
    ...(isPost ? { client_id: vendorClient.id, client_secret: vendorClient.secret } : {}),
  })
  const response = await fetch(`${system.sandbox.url}${vendor.tokenPath}`, {
    method: 'POST',
    body: form,
    ...(isPost ? {} : { headers: { authorization: `Basic ${basic}` } }),
  })
  const tokens = (await response.json()) as Record<string, unknown>
  const body = {
    name: `${vendor.element} brought along`,
    element: { key: vendor.element },
    externalAuthentication: 'initial',
    providerData: {},
    configuration: {
      'oauth.api.key': vendorClient.id,
      'oauth.api.secret': vendorClient.secret,
      'oauth.callback.url': callbackUrl,
      'oauth.user.token': tokens['access_token'],
      'oauth.user.refresh_token': tokens['refresh_token'],
      'oauth.user.refresh_time': Date.now() - 3_600_000,
      ...vendor.brought(tokens),
    },
  }
  return toConnection(system.api, control, await system.api.call('POST', '/instances', { body }))
}

function toConnection(api: Api, control: SandboxControl, { body, text }: Answer): CrmConnection {
  if (typeof body?.token !== 'string') throw new Error(`The instance was not made: ${text}`)
  const authorization = api.withToken(body.token)
  const hub: CrmConnection['hub'] = (method, path, options = {}) =>
    api.call(method, `/hubs/crm${path}`, { authorization, ...options })
  return {
    id: body.id,
    control,
    hub,
    normalized: (method, path, sent) =>
      hub(method, path, {
        headers: { 'Elements-Normalized': 'true' },
        ...(sent === undefined ? {} : { body: sent }),
      }),
  }
}

/** Every record of a list, page by page; fails when pages don't end. */
export async function walkPages(
  call: (path: string) => Promise<Answer>,
  path: string,
): Promise<{ readonly rows: Record<string, unknown>[]; readonly pages: number }> {
  const rows: Record<string, unknown>[] = []
  let next = path
  for (let pages = 1; pages <= 30; pages += 1) {
    const page = await call(next)
    if (page.status !== 200) throw new Error(`${next}: ${page.text}`)
    rows.push(...page.body)
    const token = page.headers.get('elements-next-page-token')
    if (!token) return { rows, pages }
    next = `${path.split('?')[0]}?nextPage=${token}`
  }
  throw new Error(`${path} has no end.`)
}

/** A query string. */
export function query(parameters: Record<string, string>): string {
  return new URLSearchParams(parameters).toString()
}
