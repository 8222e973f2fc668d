import { AUTHORIZE_PATH } from '../keap/oauth/provider.ts'
import { ControlError } from './fault-request.ts'

/** An authorisation to walk through. */
export interface ConsentRequest {
  readonly client_id: string
  readonly redirect_uri: string
  readonly state?: string
  readonly username: string
  readonly password: string
  /** App to choose, for logins that reach several. */
  readonly tenant?: string
  /** `deny` presses the other button. */
  readonly decision?: 'allow' | 'deny'
  readonly code_challenge?: string
  readonly code_challenge_method?: string
}

const TIMEOUT_MS = 10_000

/**
 * Do what a person does in a browser, over HTTP and through the same pages, and stop before the client's address.
 *
 * @param url - Where the sandbox listens.
 * @returns The address the browser would be sent to, with the code or the error.
 * @throws {ControlError} When a page refuses: unknown client, wrong password, app out of reach.
 */
export async function walkConsent(url: string, request: ConsentRequest): Promise<string> {
  const browser = createBrowser(url)
  const interaction = await browser.get(`${AUTHORIZE_PATH}?${authorizeQuery(request)}`)
  if (!interaction.startsWith(url)) return interaction
  await browser.post(interaction, {
    step: 'sign-in',
    username: request.username,
    password: request.password,
  })
  if (request.tenant !== undefined) {
    await browser.post(interaction, { step: 'choose', app: request.tenant })
  }
  const decision = request.decision ?? 'allow'
  const resume = await browser.post(interaction, { step: 'consent', decision })
  return browser.get(resume)
}

function authorizeQuery(request: ConsentRequest): URLSearchParams {
  const { client_id, redirect_uri, state, code_challenge, code_challenge_method } = request
  const query = new URLSearchParams({ client_id, redirect_uri, response_type: 'code' })
  if (state !== undefined) query.set('state', state)
  if (code_challenge !== undefined) query.set('code_challenge', code_challenge)
  if (code_challenge_method !== undefined) query.set('code_challenge_method', code_challenge_method)
  return query
}

interface Browser {
  /** Both return where the answer redirects to. */
  get(address: string): Promise<string>
  post(address: string, form: Readonly<Record<string, string>>): Promise<string>
}

function createBrowser(url: string): Browser {
  const cookies = new Map<string, string>()
  const send = async (address: string, init: RequestInit): Promise<string> => {
    const target = new URL(address, url)
    const response = await fetch(target, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
    })
    for (const cookie of response.headers.getSetCookie()) remember(cookies, cookie)
    const page = await response.text()
    const location = response.headers.get('location')
    if (location === null) throw new ControlError(refusalIn(page, response.status))
    return new URL(location, target).href
  }
  return {
    get: (address) => send(address, {}),
    post: (address, form) => send(address, { method: 'POST', body: new URLSearchParams(form) }),
  }
}

function remember(cookies: Map<string, string>, setCookie: string): void {
  const [pair = ''] = setCookie.split(';')
  const at = pair.indexOf('=')
  cookies.set(pair.slice(0, at), pair.slice(at + 1))
}

function refusalIn(page: string, status: number): string {
  const [, alert] = /role="alert">([^<]*)</.exec(page) ?? []
  return (
    alert?.replaceAll('&#39;', "'") ??
    `The authorisation stopped at a page with status ${status}: is tenant missing?`
  )
}
