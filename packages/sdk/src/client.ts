/**
 * A client of the API, for browsers and Node.js. Operations are named as the API's description names them, and typed by it:
 *
 *     const valence = createClient({ baseUrl, headers: () => ({ authorization }) })
 *     const { body } = await valence.call('GET /instances/{id}', { path: { id: '1000' } })
 */
import { ApiError, failureOf } from './api-error.ts'
import type { Operations } from './openapi.ts'

/** Where the API lives below the server's address. */
export const BASE_PATH = '/elements/api-v2'

export type OperationName = keyof Operations

/** What an operation takes. */
export type Input<Name extends OperationName> = Operations[Name]['input'] & {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

/** An operation may be called without input when nothing of it is needed. */
type Arguments<Name extends OperationName> =
  Record<string, never> extends Input<Name> ? [input?: Input<Name>] : [input: Input<Name>]

/** An answer with what its headers say. */
export interface Answer<Body> {
  readonly body: Body
  readonly status: number
  /** Names the call in the server's log. */
  readonly requestId: string | undefined
  /** For the `nextPage` parameter; absent on the last page. */
  readonly nextPage: string | undefined
  /** Entries of all pages, where that is known. */
  readonly total: number | undefined
}

export interface ClientOptions {
  /** Address of the server, such as `https://valence.example.com`; empty in a page that the server itself serves. */
  readonly baseUrl: string
  /** Asked before every call; `Authorization`, say. */
  readonly headers?: (method: string) => Readonly<Record<string, string>>
  /** Default: 60 seconds. */
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
}

export interface Client {
  /** @throws {ApiError} for every answer that is no success, and when none comes. */
  call<Name extends OperationName>(
    name: Name,
    ...input: Arguments<Name>
  ): Promise<Answer<Operations[Name]['answer']>>
  /** The same for lists. Some answer 404 when they are empty: here they are empty lists. */
  list<Name extends OperationName>(
    name: Name,
    ...input: Arguments<Name>
  ): Promise<Answer<Operations[Name]['answer'] | []>>
}

/** Make a client. It holds no connection: there is nothing to close. */
export function createClient(options: ClientOptions): Client {
  // Untyped here: worked out for every operation at once, the types of inputs are more than the compiler takes.
  const call = (name: string, input: AnyInput = {}) => send<never>(options, name, input)
  const list = async (name: string, input?: AnyInput) => {
    try {
      return await call(name, input)
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'nothing_found') throw error
      const { status, requestId } = error
      return { body: [], status, requestId, nextPage: undefined, total: 0 }
    }
  }
  return { call, list } as Client
}

interface AnyInput {
  readonly path?: object | undefined
  readonly query?: object | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

async function send<Body>(
  options: ClientOptions,
  name: string,
  input: AnyInput,
): Promise<Answer<Body>> {
  const [method = 'GET', template = ''] = name.split(' ')
  const url = `${options.baseUrl}${BASE_PATH}${fill(template, input.path)}${search(input.query)}`
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 60_000)
  const response = await reach(options, url, {
    method,
    headers: {
      accept: 'application/json',
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers?.(method),
      ...input.headers,
    },
    signal: input.signal ? AbortSignal.any([input.signal, timeout]) : timeout,
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
  })
  const text = await response.text()
  if (!response.ok) throw failureOf(response, text)
  return answerOf(response, text)
}

async function reach(
  { fetch: fetchWith = fetch }: ClientOptions,
  url: string,
  init: RequestInit,
): Promise<Response> {
  try {
    return await fetchWith(url, init)
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    throw new ApiError({
      message: 'The server cannot be reached. Check the connection and try again.',
      code: 'unreachable',
      status: 0,
      cause: error,
    })
  }
}

function answerOf<Body>(response: Response, text: string): Answer<Body> {
  const total = response.headers.get('elements-total-count')
  return {
    // The API's description is the type: the server's answers are written by the same schemas.
    body: (isJson(response) && text !== '' ? JSON.parse(text) : text || undefined) as Body,
    status: response.status,
    requestId: response.headers.get('elements-request-id') ?? undefined,
    nextPage: response.headers.get('elements-next-page-token') ?? undefined,
    total: total === null ? undefined : Number(total),
  }
}

function isJson(response: Response): boolean {
  return /\bjson\b/.test(response.headers.get('content-type') ?? '')
}

/** Values stand in a path as one segment each, except a resource's path, which has several. */
function fill(template: string, values: object = {}): string {
  const texts = new Map(Object.entries(values).map(([name, value]) => [name, String(value)]))
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = texts.get(name) ?? ''
    return name === 'resource'
      ? text.split('/').map(encodeURIComponent).join('/')
      : encodeURIComponent(text)
  })
}

/** Lists repeat their name; what is undefined or empty is left out. */
function search(values: object = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== '') parameters.append(name, String(one))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
