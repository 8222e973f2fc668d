/** The platform's API as a client sees it: plain HTTP. */

import type { SandboxControl } from './sandbox-control.ts'
import { callbackUrl, element, vendorClient } from './system.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any
}

export interface Api {
  readonly url: string
  /** `Authorization` of the platform user. */
  readonly platform: string
  /** The platform user's with an element token. */
  withToken(token: string): string
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** Let the sandbox's person approve, and make an instance with the code. */
  connect(control: SandboxControl, overrides?: Record<string, unknown>): Promise<Answer>
  /** The body that makes an instance with this code. */
  instanceBody(code: string, overrides?: Record<string, unknown>): Record<string, unknown>
}

export interface CallOptions {
  readonly authorization?: string | null
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly timeoutMs?: number
}

export function apiOf(
  url: string,
  secrets: { organizationSecret: string; userSecret: string },
): Api {
  const platform = `User ${secrets.userSecret}, Organization ${secrets.organizationSecret}`
  const call: Api['call'] = async (
    method,
    path,
    { authorization = platform, body, headers = {}, timeoutMs = 60_000 } = {},
  ) => {
    const address = path.startsWith('http')
      ? path
      : `${url}${path.startsWith('/elements/') && path.startsWith('/elements/api-v2') ? '' : '/elements/api-v2'}${path}`
    const response = await fetch(address, {
      method,
      headers: {
        ...(authorization ? { authorization } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parse(text) }
  }
  const instanceBody: Api['instanceBody'] = (code, overrides = {}) => ({
    name: 'Test instance',
    element: { key: element },
    providerData: { code },
    configuration: {
      'oauth.callback.url': callbackUrl,
      'oauth.api.key': vendorClient.id,
      'oauth.api.secret': vendorClient.secret,
    },
    tags: ['test'],
    ...overrides,
  })
  return {
    url,
    platform,
    withToken: (token) => `${platform}, Element ${token}`,
    call,
    instanceBody,
    async connect(control, overrides = {}) {
      return call('POST', '/instances', { body: instanceBody(await control.approve(), overrides) })
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
