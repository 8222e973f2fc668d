import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts'

// A client of the sandbox for its own tests: over the network, as any client.

/** An answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; undefined when it is none. */
  readonly json: Json
}

/** JSON of an answer; tests say what they expect of it. */
export interface Json {
  readonly [name: string]: Json
}

/** A token pair. */
export interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly scope: string
  readonly expires_in: number
}

/** Where a test's application wants to be sent back to. Nothing listens there. */
export const callbackUri = 'http://127.0.0.1:9/oauth/callback'

/** A sandbox with a client at hand. */
export interface TestClient {
  readonly sandbox: Sandbox
  /** Call the REST API with a service account key, or with the headers given. */
  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  control(method: string, path: string, body?: unknown): Promise<Answer>
  /** Authorise without a browser; the address the browser would be sent to. */
  consent(overrides?: Record<string, string>): Promise<URL>
  /** Call the token endpoint with a form; the client authenticates with Basic unless the form does. */
  token(form: Record<string, string>): Promise<Answer>
  /** A fresh token pair. */
  connect(overrides?: Record<string, string>): Promise<Tokens>
}

/** Start a sandbox and make a client for it. */
export async function startTestClient(options: SandboxOptions = {}): Promise<TestClient> {
  const sandbox = await startSandbox(options)
  const { client, url } = sandbox
  const control = (method: string, path: string, body?: unknown) =>
    send(`${sandbox.controlUrl}${path}`, method, body)
  const consent = async (overrides: Record<string, string> = {}) => {
    const answer = await control('POST', '/consent', {
      client_id: client.id,
      redirect_uri: callbackUri,
      state: 'test-state',
      username: 'dana@example.com',
      password: 'sandbox',
      ...overrides,
    })
    if (answer.status !== 200) throw new Error(answer.text)
    return new URL(String(answer.json.redirectTo))
  }
  const token = (form: Record<string, string>) => {
    const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64')
    const headers: Record<string, string> =
      'client_id' in form ? {} : { authorization: `Basic ${basic}` }
    return send(`${url}/token`, 'POST', new URLSearchParams(form), headers)
  }
  return {
    sandbox,
    control,
    consent,
    token,
    api: (method, path, body, headers) =>
      send(`${url}/crm/rest${path}`, method, body, {
        ...(headers ?? { authorization: `Bearer ${sandbox.keys.dt123}` }),
      }),
    connect: async (overrides) => {
      const callback = await consent(overrides)
      const answer = await token({
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code') ?? '',
        redirect_uri: callbackUri,
      })
      return answer.json as unknown as Tokens
    },
  }
}

async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isJson = body !== undefined && !(body instanceof URLSearchParams)
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(isJson ? { 'content-type': 'application/json' } : {}) },
    ...(body === undefined
      ? {}
      : { body: isJson ? JSON.stringify(body) : (body as URLSearchParams) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parsed(text) as Json }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
