import { describe, expect, it } from 'vitest'
import type { Scope, UsageRecord } from '../../store/store.ts'
import { aServer, userHeaders } from '../testing.ts'

const path = '/elements/api-v2/usage/stream'

function aRecord(requestId: string, instanceId = 31): UsageRecord {
  return {
    requestId,
    organizationId: 1,
    accountId: 11,
    userId: 21,
    instanceId,
    elementKey: 'examplecrm',
    method: 'GET',
    path: '/contacts',
    status: 200,
    durationMs: 1,
    at: new Date(0),
  }
}

/** A feed that tells what a test gives it. */
function aFeed() {
  const listeners = new Set<(record: UsageRecord) => void>()
  const scopes: Scope[] = []
  return {
    scopes,
    listeners,
    tell: (record: UsageRecord) => listeners.forEach((listener) => void listener(record)),
    feed: {
      subscribe(scope: Scope, listener: (record: UsageRecord) => void) {
        scopes.push(scope)
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 3_000; !isSo() && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 5))
  expect(isSo()).toBe(true)
}

async function open(url: string, query = '') {
  const controller = new AbortController()
  const response = await fetch(url + path + query, {
    headers: userHeaders,
    signal: controller.signal,
  })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  const readUntil = async (mark: string) => {
    while (!text.includes(mark)) {
      const { done, value } = await reader.read()
      if (done) break
      text += Buffer.from(value).toString()
    }
    return text
  }
  return { response, readUntil, leave: () => controller.abort(), reader }
}

describe('GET /usage/stream', () => {
  it('tells new calls of the caller as events, without waiting for one to begin', async () => {
    const { feed, tell, scopes } = aFeed()
    await using server = await aServer({ usageFeed: feed })
    const url = await server.app.listen({ port: 0 })

    const { response, readUntil, leave } = await open(url)
    expect(await readUntil('\n\n')).toBe('retry: 3000\n\n')
    tell(aRecord('abc'))
    const text = await readUntil('event: usage')

    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(text).toContain('\nid: abc\ndata: {"traffic_id":"abc"')
    expect(scopes).toEqual([{ organizationId: 1 }])
    leave()
  })

  it('tells of one instance when asked', async () => {
    const { feed, tell } = aFeed()
    await using server = await aServer({ usageFeed: feed })
    const url = await server.app.listen({ port: 0 })
    const { readUntil, leave } = await open(url, '?elementInstanceId=32')

    tell(aRecord('other', 31))
    tell(aRecord('own', 32))

    expect(await readUntil('own')).not.toContain('other')
    leave()
  })

  it('listens no longer when the reader leaves', async () => {
    const { feed, listeners } = aFeed()
    await using server = await aServer({ usageFeed: feed })
    const { leave } = await open(await server.app.listen({ port: 0 }))
    expect(listeners.size).toBe(1)

    leave()

    await until(() => listeners.size === 0)
  })

  it('ends with the server, and does not keep it from ending', async () => {
    const { feed, listeners } = aFeed()
    const server = await aServer({ usageFeed: feed })
    const { readUntil } = await open(await server.app.listen({ port: 0 }))
    await readUntil('\n\n')

    const closing = server.app.close()
    await readUntil('never')
    await closing

    expect(listeners.size).toBe(0)
  })

  it('has room for ten streams of a user', async () => {
    const { feed, listeners } = aFeed()
    await using server = await aServer({ usageFeed: feed })
    const url = await server.app.listen({ port: 0 })
    const streams = await Promise.all(Array.from({ length: 10 }, () => open(url)))

    const { status } = await fetch(url + path, { headers: userHeaders })
    streams[0]?.leave()
    await until(() => listeners.size === 9)
    const again = await open(url)

    expect([status, again.response.status]).toEqual([429, 200])
    for (const { leave } of [...streams, again]) leave()
  })

  it('gives up on a reader that does not read', async () => {
    const { feed, listeners, tell } = aFeed()
    await using server = await aServer({ usageFeed: feed })
    const { leave } = await open(await server.app.listen({ port: 0 }))

    const path = '/x'.repeat(50_000)
    for (let n = 0; n < 200 && listeners.size > 0; n += 1) {
      tell({ ...aRecord(String(n)), path })
      await new Promise((resolve) => setImmediate(resolve))
    }
    leave()

    await until(() => listeners.size === 0)
  })
})
