import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callbackUri, startTestClient, type TestClient } from '../../test-client.ts'

const registered = 'https://app.example.com/cb'

let client: TestClient

beforeAll(async () => {
  client = await startTestClient({ redirectUris: [registered] })
})

afterAll(() => client.sandbox.close())

const authorize = (query: Record<string, string>) =>
  fetch(`${client.sandbox.url}/app/oauth/authorize?${new URLSearchParams(query)}`, {
    redirect: 'manual',
  })

describe('The authorization endpoint', () => {
  it('sends the user back with a code, the app chosen, and the state as it was', async () => {
    const state = 'a|b c/ü'
    const callback = await client.consent({ username: 'admin@example.com', tenant: 'ab103', state })

    expect(`${callback.origin}${callback.pathname}`).toBe(callbackUri)
    expect([...callback.searchParams.keys()]).toEqual(['code', 'scope', 'state'])
    expect(callback.searchParams.get('scope')).toBe('full|ab103.infusionsoft.com')
    expect(callback.searchParams.get('state')).toBe(state)
    expect(callback.searchParams.get('code')).toMatch(/^[\w-]{24}$/)
  })

  it('takes a request without response_type and scope: both have one value', async () => {
    const response = await authorize({
      client_id: client.sandbox.client.id,
      redirect_uri: callbackUri,
    })

    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^\/app\/oauth\/interaction\//)
  })

  it('refuses another response type, with the error in the query', async () => {
    const response = await authorize({
      client_id: client.sandbox.client.id,
      redirect_uri: callbackUri,
      response_type: 'token',
      state: 's',
    })
    const location = new URL(String(response.headers.get('location')))

    expect(location.searchParams.get('error')).toBe('unsupported_response_type')
    expect(location.searchParams.get('state')).toBe('s')
    expect(location.hash).toBe('')
  })

  it('refuses another scope', async () => {
    const response = await authorize({
      client_id: client.sandbox.client.id,
      redirect_uri: callbackUri,
      scope: 'contacts',
    })
    const location = new URL(String(response.headers.get('location')))

    expect(location.searchParams.get('error')).toBe('invalid_scope')
  })

  it('answers an unknown client with a page, and never redirects', async () => {
    const response = await authorize({ client_id: 'nobody', redirect_uri: callbackUri })

    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain('invalid_client')
  })

  it('answers an address that is not registered with a page, and never redirects', async () => {
    const response = await authorize({
      client_id: client.sandbox.client.id,
      redirect_uri: 'https://evil.example.com/cb',
    })

    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain('invalid_redirect_uri')
  })

  it('lets the user back to a registered address', async () => {
    const callback = await client.consent({ redirect_uri: registered })

    expect(callback.href).toContain(`${registered}?code=`)
  })

  it('tells the client when the user denies', async () => {
    const callback = await client.consent({ decision: 'deny' })

    expect(callback.searchParams.get('error')).toBe('access_denied')
    expect(callback.searchParams.get('state')).toBe('test-state')
    expect(callback.searchParams.has('code')).toBe(false)
  })
})

describe('Its pages', () => {
  it('ask who you are every time, and name what 2018 browser scripts look for', async () => {
    const page = await openPage()

    expect(page.text).toContain('id="username"')
    expect(page.text).toContain('id="password"')
    expect(page.text).toContain('class="btn-primary"')
    expect(page.text).not.toContain('<script')
  })

  it('stay at signing in when the password is wrong', async () => {
    await expect(client.consent({ password: 'guess' })).rejects.toThrow(
      'The username or password is not right.',
    )
  })

  it('do not let a login into an app it does not reach', async () => {
    const callback = await client.consent({ tenant: 'ab103' }).catch((error: Error) => error)

    expect(callback).toBeInstanceOf(Error)
  })

  it('show a username back as text, not as markup', async () => {
    const page = await openPage()
    const again = await page.submit({
      step: 'sign-in',
      username: '"><script>alert(1)</script>',
      password: 'x',
    })

    expect(again.status).toBe(401)
    expect(again.text).not.toContain('<script>')
    expect(again.text).toContain('&lt;script&gt;')
  })

  it('say that a page has expired when its cookie is not there', async () => {
    const response = await fetch(`${client.sandbox.url}/app/oauth/interaction/unknown`)

    expect(response.status).toBe(400)
    expect(await response.text()).toContain('This page has expired')
  })

  it('let another user connect in the same browser', async () => {
    const page = await openPage()
    await page.submit({ step: 'sign-in', username: 'dana@example.com', password: 'sandbox' })
    const resume = await page.submit({ step: 'consent', decision: 'allow' })
    await page.follow(resume.location)
    const next = await openPage(page.cookies)

    expect(next.text).toContain('id="username"')
  })
})

interface OpenPage {
  readonly text: string
  readonly cookies: Map<string, string>
  submit(form: Record<string, string>): Promise<{ status: number; text: string; location: string }>
  follow(location: string): Promise<void>
}

async function openPage(cookies = new Map<string, string>()): Promise<OpenPage> {
  const { url, client: application } = client.sandbox
  const request = async (address: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(new URL(address, url), {
      ...init,
      redirect: 'manual',
      headers: { cookie },
    })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    return response
  }
  const query = new URLSearchParams({ client_id: application.id, redirect_uri: callbackUri })
  const start = await request(`/app/oauth/authorize?${query}`)
  const address = String(start.headers.get('location'))
  const page = await request(address)
  return {
    text: await page.text(),
    cookies,
    submit: async (form) => {
      const body = new URLSearchParams(form)
      const response = await request(address, { method: 'POST', body })
      const location = response.headers.get('location') ?? ''
      return { status: response.status, text: await response.text(), location }
    },
    follow: async (location) => void (await request(location)),
  }
}
