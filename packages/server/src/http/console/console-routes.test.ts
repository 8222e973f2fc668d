import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aServer } from '../testing.ts'

const page = { accept: 'text/html,application/xhtml+xml' }

describe('The console', () => {
  let folder: string
  let consoleDir: string
  const script = `console.log(${JSON.stringify('x'.repeat(4_000))})`

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'valence-console-'))
    consoleDir = join(folder, 'dist')
    await mkdir(join(consoleDir, 'assets'), { recursive: true })
    await writeFile(join(folder, 'outside.txt'), 'a secret')
    await writeFile(
      join(consoleDir, 'index.html'),
      '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>Console</title>',
    )
    await writeFile(join(consoleDir, 'favicon.svg'), '<svg/>')
    await writeFile(join(consoleDir, '.env'), 'a secret')
    await writeFile(join(consoleDir, 'assets/index-4f2a.js'), script)
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function get(url: string, headers: Record<string, string> = {}) {
    await using server = await aServer({ settings: { consoleDir } })
    return server.app.inject({ url, headers })
  }

  it.each([
    '/',
    '/elements',
    '/elements?q=crm',
    '/elements/acme/docs',
    '/instances/31',
    '/oauth/callback?code=x&state=y',
    '/connect/a-token',
    '/&x=1',
  ])('is one page, whatever its address: %s', async (url) => {
    const response = await get(url, page)

    expect(response.statusCode).toBe(200)
    expect(response.body).toContain('<title>Console</title>')
    expect(response.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })

  it('runs its own scripts only, and in no frame', async () => {
    const policy = String((await get('/', page)).headers['content-security-policy'])

    expect(policy).toContain("default-src 'self';")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).not.toContain('unsafe-')
  })

  it('asks nobody but this server for anything', async () => {
    const policy = String((await get('/connect/a-token', page)).headers['content-security-policy'])

    expect(policy).toContain("img-src 'self' data:;")
    expect(policy).toContain("connect-src 'self';")
    expect(policy).not.toMatch(/https?:|\*/)
  })

  it('lets only styles be inline that carry the nonce, another one with each answer', async () => {
    const first = await get('/', page)
    const second = await get('/instances', page)
    const nonceOf = ({ headers }: typeof first) =>
      /style-src 'self' 'nonce-([^']{22,})'/.exec(String(headers['content-security-policy']))?.[1]

    expect(first.body).toContain(`<meta property="csp-nonce" nonce="${nonceOf(first)}">`)
    expect(second.body).toContain(`nonce="${nonceOf(second)}"`)
    expect(nonceOf(first)).not.toBe(nonceOf(second))
    expect(first.headers.etag).toBeUndefined()
  })

  it.each(['/elements/jsp/nope', '/elements/api-v2/nope', '/hubs/x', '/metrics/x', '/healthz/x'])(
    'leaves %s to the API',
    async (url) => {
      const response = await get(url, page)

      expect(response.statusCode).toBe(404)
      expect(response.json().code).toBe('not_found')
    },
  )

  it('is not what a program gets that asks for something else', async () => {
    expect((await get('/instances', { accept: 'application/json' })).statusCode).toBe(404)
    expect((await get('/instances')).statusCode).toBe(404)
  })

  it('keeps assets for good, and the rest for a while', async () => {
    const asset = await get('/assets/index-4f2a.js')
    const icon = await get('/favicon.svg')

    expect(asset.body).toBe(script)
    expect(asset.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(icon.headers['cache-control']).toBe('public, max-age=3600')
    expect((await get('/assets/gone.js', page)).statusCode).toBe(404)
  })

  it('compresses what is worth it, and answers 304 to who has it already', async () => {
    const packed = await get('/assets/index-4f2a.js', { 'accept-encoding': 'br, gzip' })
    const etag = String(packed.headers.etag)
    const again = await get('/assets/index-4f2a.js', { 'if-none-match': etag })

    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(packed.rawPayload).toString()).toBe(script)
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/../../outside.txt',
    '/assets/%2e%2e/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/.env',
    '/assets/%00',
    '/assets',
  ])('shows nothing outside its folder: %s', async (url) => {
    const response = await get(url, { accept: '*/*' })

    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.body).not.toContain('a secret')
  })

  it('follows a folder that is replaced while the server runs', async () => {
    const current = join(folder, 'current')
    const next = join(folder, 'next')
    await mkdir(next)
    await writeFile(join(next, 'index.html'), 'the next console')
    await symlink(consoleDir, current)
    await using server = await aServer({ settings: { consoleDir: current } })

    const before = await server.app.inject({ url: '/', headers: page })
    await rm(current)
    await symlink(next, current)
    const after = await server.app.inject({ url: '/', headers: page })

    expect(before.body).toContain('<title>Console</title>')
    expect(after.body).toBe('the next console')
  })

  it('says how to build it where it is missing', async () => {
    await using server = await aServer()

    const response = await server.app.inject({ url: '/', headers: page })

    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(response.body).toContain('npm run build')
  })
})
