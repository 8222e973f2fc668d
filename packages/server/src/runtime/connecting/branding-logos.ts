/**
 * Logos of connect links, fetched by the server: a page that loaded them itself would tell a third party who connects.
 * Kept in bounded memory; failures too, for a while, so that a page that is loaded often does not ask often.
 */
import { LRUCache } from 'lru-cache'
import type { HttpClient } from '../../lib/http-client.ts'
import { discardBody, readBody } from '../../lib/read-body.ts'
import type { Logo } from './connect-links-port.ts'

const timeoutMs = 5_000
const maxRedirects = 3
const maxBytes = 512 * 1024

/** All logos together. */
const maxCacheBytes = 16 * 1024 * 1024
const maxEntries = 1_000
const foundMs = 60 * 60_000
const failedMs = 60_000

export interface BrandingLogos {
  /** @returns `undefined` when the address answers no picture, or none in time. */
  read(url: string): Promise<Logo | undefined>
}

export function createBrandingLogos(http: HttpClient): BrandingLogos {
  const cache = new LRUCache<string, { readonly logo: Logo | undefined }>({
    max: maxEntries,
    maxSize: maxCacheBytes,
    sizeCalculation: ({ logo }, url) => (logo?.bytes.length ?? 0) + url.length,
  })
  const underWay = new Map<string, Promise<Logo | undefined>>()
  const load = async (url: string) => {
    const logo = await fetchLogo(http, url).catch(() => undefined)
    cache.set(url, { logo }, { ttl: logo ? foundMs : failedMs })
    return logo
  }
  return {
    async read(url) {
      const known = cache.get(url)
      if (known) return known.logo
      const asked = underWay.get(url) ?? load(url).finally(() => underWay.delete(url))
      underWay.set(url, asked)
      return asked
    },
  }
}

async function fetchLogo(http: HttpClient, url: string): Promise<Logo | undefined> {
  const headers = { accept: 'image/*' }
  const response = await http.request({ method: 'GET', url, headers, timeoutMs, maxRedirects })
  if (response.status !== 200) {
    discardBody(response)
    return undefined
  }
  const bytes = await readBody(response, maxBytes)
  const mediaType = mediaTypeOf(bytes)
  return mediaType === undefined ? undefined : { mediaType, bytes }
}

/** By what the bytes are: what a server says of them may be wrong, or meant to be. */
function mediaTypeOf(bytes: Buffer): string | undefined {
  const known = signatures.find(([, bytesOf]) => bytesOf(bytes))
  return known?.[0]
}

const signatures: readonly (readonly [string, (bytes: Buffer) => boolean])[] = [
  ['image/png', (bytes) => hasAt(bytes, 0, '\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (bytes) => hasAt(bytes, 0, '\xff\xd8\xff')],
  ['image/gif', (bytes) => hasAt(bytes, 0, 'GIF8')],
  ['image/webp', (bytes) => hasAt(bytes, 0, 'RIFF') && hasAt(bytes, 8, 'WEBP')],
  ['image/svg+xml', isSvg],
]

function hasAt(bytes: Buffer, offset: number, text: string): boolean {
  return bytes.toString('latin1', offset, offset + text.length) === text
}

/** An XML document whose root is `svg`, after a declaration, comments and a document type. */
function isSvg(bytes: Buffer): boolean {
  const head = bytes.toString('utf8', 0, 4_096).replace(/^\uFEFF/, '')
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*(?:<!DOCTYPE\s+svg[^>[]*>\s*)?(?:<!--(?:[^-]|-(?!->))*-->\s*)*<svg[\s>]/i.test(
    head,
  )
}
