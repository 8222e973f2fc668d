import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { aServer } from '../testing.ts'

const url = 'https://valence.example/connect/the-token'

interface Opened {
  readonly told: unknown[]
  readonly popup: { closed: boolean; close(): void }
  readonly asked: string[]
  say(data: object, from?: { origin?: string; source?: object }): void
  tick(): Promise<void>
  readonly handle: { close(): void }
  isListening(): boolean
}

async function scriptText(): Promise<string> {
  await using server = await aServer()
  const response = await server.app.inject({ url: '/connect.js' })
  expect(response.headers['content-type']).toBe('text/javascript; charset=utf-8')
  return response.body
}

const script = await scriptText()

/** The script in a page of its own, whose popup, clock and network are the test's. */
function openIn(session: object | undefined, isBlocked = false): Opened {
  const told: unknown[] = []
  const asked: string[] = []
  const listeners = new Set<(event: object) => void>()
  const timers = new Set<() => void>()
  const popup = {
    closed: false,
    close() {
      popup.closed = true
    },
  }
  const page = {
    open: () => (isBlocked ? null : popup),
    addEventListener: (_type: string, listener: (event: object) => void) => listeners.add(listener),
    removeEventListener: (_type: string, listener: (event: object) => void) =>
      listeners.delete(listener),
  }
  const context = createContext({
    window: page,
    URL,
    setInterval: (run: () => void) => {
      timers.add(run)
      return run
    },
    clearInterval: (run: () => void) => timers.delete(run),
    fetch: async (address: URL) => {
      asked.push(String(address))
      if (!session) throw new Error('offline')
      return { ok: true, json: async () => session }
    },
  })
  runInContext(script, context)
  const { ValenceConnect } = page as unknown as {
    ValenceConnect: { open(options: object): { close(): void } }
  }
  const note = (name: string) => (detail: unknown) => void told.push([name, detail])
  const handle = ValenceConnect.open({
    url,
    onSuccess: note('success'),
    onError: note('error'),
    onClose: note('close'),
  })
  return {
    told,
    popup,
    asked,
    handle,
    say: (data, { origin = 'https://valence.example', source = popup } = {}) =>
      listeners.forEach((listener) => void listener({ origin, source, data })),
    async tick() {
      for (const run of [...timers]) run()
      await new Promise((resolve) => setImmediate(resolve))
    },
    isListening: () => listeners.size > 0 || timers.size > 0,
  }
}

const connected = { source: 'valence-connect', status: 'connected', instanceId: 7, element: 'crm' }

describe('connect.js', () => {
  it('tells of success once, closes the popup, and hears no more', () => {
    const page = openIn(undefined)

    page.say(connected)
    page.say(connected)

    expect(page.told).toEqual([['success', { instanceId: 7, element: 'crm' }]])
    expect(page.popup.closed).toBe(true)
    expect(page.isListening()).toBe(false)
  })

  it('believes nobody but the popup, on the origin of the link', () => {
    const page = openIn(undefined)

    page.say(connected, { origin: 'https://evil.example' })
    page.say(connected, { source: {} })
    page.say({ ...connected, source: 'else' })

    expect(page.told).toEqual([])
    expect(page.isListening()).toBe(true)
  })

  it('tells of each failed attempt, and goes on', () => {
    const page = openIn(undefined)

    page.say({ source: 'valence-connect', status: 'failed', message: 'Refused.' })
    page.say(connected)

    expect(page.told).toEqual([
      ['error', { message: 'Refused.' }],
      ['success', { instanceId: 7, element: 'crm' }],
    ])
  })

  it('tells that the popup was closed', async () => {
    const page = openIn({ status: 'open' })

    await page.tick()
    page.popup.closed = true
    await page.tick()

    expect(page.told).toEqual([['close', undefined]])
    expect(page.asked).toEqual([
      'https://valence.example/elements/api-v2/connect-sessions/the-token',
    ])
    expect(page.isListening()).toBe(false)
  })

  it('asks the server when the popup closed without a word: the message may have been lost', async () => {
    const page = openIn({ status: 'connected', instanceId: 7 })

    page.popup.closed = true
    await page.tick()

    expect(page.told).toEqual([['success', { instanceId: 7 }]])
  })

  it('says when the browser blocked the popup', () => {
    const page = openIn(undefined, true)

    expect(page.told).toEqual([['error', { message: expect.stringContaining('blocked') }]])
  })

  it('can be closed by the page, which is told nothing then', async () => {
    const page = openIn({ status: 'open' })

    page.handle.close()
    await page.tick()

    expect(page.popup.closed).toBe(true)
    expect(page.told).toEqual([])
  })
})
