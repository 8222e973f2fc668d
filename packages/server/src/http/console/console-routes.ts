/** The console: a single page that routes by itself, its assets, and the script that opens connect links. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../schemas.ts'
import { type ConsoleFile, createConsoleFiles, etagOf } from './console-files.ts'
import { missingPage } from './missing-page.ts'

/**
 * This server only, for scripts, pictures and everything else, and no page around the console: a foreign one could lay
 * itself over its buttons. Components that place themselves write a `<style>`: those carry the nonce of the answer.
 */
const contentSecurityPolicy = (nonce: string) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const pageHeaders = {
  'x-frame-options': 'DENY',
  // Addresses of pages hold codes of vendors and tokens of connect links.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/** Stands in the built index.html for the nonce; packages/console/vite.config.ts puts it there. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'

const IMMUTABLE = 'public, max-age=31536000, immutable'
const SHORT = 'public, max-age=3600'

/** What is the API's is never the console's: a mistyped path of it must fail as such. `/elements/{key}` is a page. */
const reserved = new Set([
  'elements/api-v2',
  'elements/jsp',
  'hubs',
  'assets',
  'connect.js',
  'healthz',
  'readyz',
  'metrics',
  'openapi.json',
])

const connectScript = new URL('../../../assets/connect.js', import.meta.url)

/** Answers with the console what no route knows. */
export interface ConsolePages {
  /** `false`: this is no page of the console. */
  serve(request: FastifyRequest, reply: FastifyReply): Promise<boolean>
}

/**
 * Add the routes that are known beforehand.
 *
 * @param directory - Where the console was built to. It may be missing, and come while the server runs.
 */
export function consoleRoutes(app: FastifyInstance, directory: string): ConsolePages {
  const files = createConsoleFiles(directory)
  const hidden = { schema: { hide: true } }
  const sendIndex = async (_request: FastifyRequest, reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64')
    const index = await files.find('index.html')
    reply.headers({ ...pageHeaders, 'content-security-policy': contentSecurityPolicy(nonce) })
    reply.type('text/html; charset=utf-8')
    // Another text each time: no entity tag, and nothing to be compressed once for all.
    return reply.send(index?.bytes.toString().replaceAll(NONCE_PLACEHOLDER, nonce) ?? missingPage)
  }

  app.get('/', hidden, sendIndex)
  app.get<{ Params: { '*': string } }>('/assets/*', hidden, async (request, reply) => {
    const file = await files.find(`assets/${request.params['*']}`)
    if (!file) throw notFound('asset', request.params['*'])
    return sendFile(request, reply.header('cache-control', IMMUTABLE), file)
  })
  connectScriptRoute(app)

  return {
    async serve(request, reply) {
      const path = request.url.slice(1).split('?', 1)[0] ?? ''
      if (request.method !== 'GET' || isReserved(path)) return false
      const file = await files.find(path)
      if (file) await sendFile(request, reply.header('cache-control', SHORT), file)
      else if (request.headers.accept?.includes('text/html')) await sendIndex(request, reply)
      else return false
      return true
    },
  }
}

function isReserved(path: string): boolean {
  const [first = '', second = ''] = path.split('/', 2)
  return reserved.has(first) || reserved.has(`${first}/${second}`)
}

function connectScriptRoute(app: FastifyInstance): void {
  const bytes = readFileSync(connectScript)
  const file: ConsoleFile = {
    bytes,
    gzipped: undefined,
    mediaType: 'text/javascript; charset=utf-8',
    etag: etagOf(bytes),
  }
  app.get('/connect.js', { schema: { hide: true } }, async (request, reply) =>
    sendFile(request, reply.header('cache-control', SHORT), file),
  )
}

function sendFile(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { bytes, gzipped, mediaType, etag }: ConsoleFile,
): FastifyReply {
  reply.headers({ etag, vary: 'Origin, Accept-Encoding' })
  if (headers['if-none-match'] === etag) return reply.code(304).send()
  reply.type(mediaType)
  const takesGzip = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))
  if (!gzipped || !takesGzip) return reply.send(bytes)
  return reply.header('content-encoding', 'gzip').send(gzipped)
}
