/** The sandbox's control port, as tests use it. */
import { callbackUrl, vendorClient } from './system.ts'

export interface Counters {
  readonly total: number
  readonly refreshes: number
  readonly refreshesRefused: number
  readonly codeExchanges: number
}

export interface Consent {
  readonly username?: string
  readonly tenant?: string
  readonly decision?: 'allow' | 'deny'
  readonly redirectUri?: string
  readonly clientId?: string
}

export interface SandboxControl {
  readonly url: string
  post(path: string, body?: object): Promise<Record<string, unknown>>
  remove(path: string): Promise<void>
  counters(): Promise<Counters>
  requests(): Promise<readonly { method: string; path: string; status: number | null }[]>
  /** Where the vendor sends the person after the pages. */
  consent(options?: Consent): Promise<URL>
  /** An authorization code. */
  approve(options?: Consent): Promise<string>
}

/** @param prefix - Of a vendor beside the first: `/hubspot`. */
export function controlOf(sandboxUrl: string, prefix = ''): SandboxControl {
  const url = `${sandboxUrl}/_control${prefix}`
  const send = async (method: string, path: string, body?: object) => {
    const response = await fetch(url + path, {
      method,
      ...(body
        ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}),
      signal: AbortSignal.timeout(30_000),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`)
    return answer
  }
  const consent = async ({
    username = 'dana@example.com',
    tenant,
    decision,
    redirectUri = callbackUrl,
    clientId = vendorClient.id,
  }: Consent = {}) => {
    const { redirectTo } = await send('POST', '/consent', {
      client_id: clientId,
      redirect_uri: redirectUri,
      state: 'test',
      username,
      password: 'sandbox',
      ...(tenant ? { tenant } : {}),
      ...(decision ? { decision } : {}),
    })
    return new URL(String(redirectTo))
  }
  return {
    url,
    post: (path, body = {}) => send('POST', path, body),
    remove: async (path) => void (await send('DELETE', path)),
    counters: async () => (await send('GET', '/requests')).counters as Counters,
    requests: async () =>
      (await send('GET', '/requests')).requests as {
        method: string
        path: string
        status: number | null
      }[],
    consent,
    approve: async (options) => (await consent(options)).searchParams.get('code') ?? '',
  }
}
