import { type Sandbox, startSandbox } from '../sandbox.ts'
import { callbackUri, type Json } from '../test-client.ts'

/** An answer, read to its end. */
export interface VendorReply {
  readonly status: number
  readonly headers: Headers
  readonly json: Json
}

/** A client of one of the further vendors, over the network as any client. */
export interface VendorTestClient {
  readonly sandbox: Sandbox
  /** Scheme, host and the vendor's prefix. */
  readonly url: string
  /** Call the API with a token of dana's account, or with another. */
  api(
    method: string,
    path: string,
    body?: unknown,
    more?: { token?: string; headers?: Record<string, string> },
  ): Promise<VendorReply>
  control(method: string, path: string, body?: unknown): Promise<VendorReply>
  /** Where the person is sent after the page. */
  consent(overrides?: Record<string, string>): Promise<URL>
  /** The token endpoint, the client named in the body or in a Basic header. */
  token(
    path: string,
    form: Record<string, string>,
    client?: 'post' | 'basic' | 'none',
  ): Promise<VendorReply>
  close(): Promise<void>
}

/** Start a sandbox and connect to one of its vendors. */
export async function startVendorClient(
  name: string,
  tokenPath: string,
  authentication: 'post' | 'basic',
): Promise<VendorTestClient> {
  const sandbox = await startSandbox({ contacts: 120 })
  const url = `${sandbox.url}/${name}`
  const { id, secret } = sandbox.client
  const control: VendorTestClient['control'] = (method, path, body) =>
    send(`${sandbox.controlUrl}/${name}${path}`, method, body)
  const consent: VendorTestClient['consent'] = async (overrides = {}) => {
    const { json } = await control('POST', '/consent', {
      client_id: id,
      redirect_uri: callbackUri,
      state: 's',
      username: 'dana@example.com',
      password: 'sandbox',
      ...overrides,
    })
    return new URL(String(json.redirectTo))
  }
  const token: VendorTestClient['token'] = (path, form, client = authentication) => {
    const isPost = client === 'post'
    const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
    const body = new URLSearchParams({
      ...form,
      ...(isPost ? { client_id: id, client_secret: secret } : {}),
    })
    return send(url + path, 'POST', body, client === 'basic' ? { authorization: basic } : {})
  }
  const code = (await consent()).searchParams.get('code') ?? ''
  const granted = await token(tokenPath, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callbackUri,
  })
  const own = String(granted.json.access_token)
  return {
    sandbox,
    url,
    control,
    consent,
    token,
    api: (method, path, body, { token: other = own, headers = {} } = {}) =>
      send(url + path, method, body, { authorization: `Bearer ${other}`, ...headers }),
    close: () => sandbox.close(),
  }
}

async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<VendorReply> {
  const isForm = body instanceof URLSearchParams
  const type = body === undefined || isForm ? {} : { 'content-type': 'application/json' }
  const content = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...type },
    ...content,
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    json: (text === '' ? {} : JSON.parse(text)) as Json,
  }
}
