import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ValenceError } from '../../lib/errors.ts'
import type { HttpClient, IncomingResponse, OutgoingRequest } from '../../lib/http-client.ts'
import { createBrandingLogos } from './branding-logos.ts'

const url = 'https://acme.example/logo'
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(20)])

/** A client that answers every call with these bytes. */
function aClient(bytes: Buffer | string, status = 200) {
  const calls: OutgoingRequest[] = []
  const http: HttpClient = {
    async request(request): Promise<IncomingResponse> {
      calls.push(request)
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: Readable.from([Buffer.from(bytes)]),
      }
    },
    async close() {},
  }
  return { http, calls }
}

describe('Logos of connect links', () => {
  it.each([
    ['image/png', png],
    ['image/jpeg', Buffer.from('\xff\xd8\xff\xe0rest', 'latin1')],
    ['image/gif', 'GIF89a…'],
    ['image/webp', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    [
      'image/svg+xml',
      '\uFEFF<?xml version="1.0"?>\n<!-- drawn - by hand -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg >',
    ],
  ])('are known by their bytes, whatever the answer calls them: %s', async (mediaType, bytes) => {
    const { http } = aClient(bytes)

    expect(await createBrandingLogos(http).read(url)).toEqual({
      mediaType,
      bytes: Buffer.from(bytes),
    })
  })

  it.each(['<!doctype html><script>alert(1)</script>', '<html><svg></svg></html>', '%PDF-1.7', ''])(
    'are pictures only: not %s',
    async (bytes) => {
      const { http } = aClient(bytes)

      expect(await createBrandingLogos(http).read(url)).toBeUndefined()
    },
  )

  it('are asked for once, also by many at once, with a bound of time', async () => {
    const { http, calls } = aClient(png)
    const logos = createBrandingLogos(http)

    await Promise.all([logos.read(url), logos.read(url)])
    await logos.read(url)

    expect(calls).toMatchObject([{ method: 'GET', url, timeoutMs: 5_000, maxRedirects: 3 }])
  })

  it('are none when they are too large', async () => {
    const { http } = aClient(Buffer.concat([png, Buffer.alloc(512 * 1024)]))

    expect(await createBrandingLogos(http).read(url)).toBeUndefined()
  })

  it('are none when the address is forbidden, and it is not asked again at once', async () => {
    let asked = 0
    const http: HttpClient = {
      async request() {
        asked += 1
        throw new ValenceError('egress_denied', 'No.')
      },
      async close() {},
    }
    const logos = createBrandingLogos(http)

    expect(await logos.read(url)).toBeUndefined()
    expect(await logos.read(url)).toBeUndefined()
    expect(asked).toBe(1)
  })

  it('are none when the answer is no success', async () => {
    const { http } = aClient(png, 404)

    expect(await createBrandingLogos(http).read(url)).toBeUndefined()
  })
})
