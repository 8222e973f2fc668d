/** The files of the built console, kept in memory as long as they do not change on disk. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'

/** A file, ready to be sent. */
export interface ConsoleFile {
  readonly bytes: Buffer
  /** Absent where it would save nothing. */
  readonly gzipped: Buffer | undefined
  readonly mediaType: string
  readonly etag: string
}

export interface ConsoleFiles {
  /** @param path - Below the folder, as it stands in a URL: `assets/index-4f2a.js`. */
  find(path: string): Promise<ConsoleFile | undefined>
}

const MAX_BYTES = 64 * 1024 * 1024

/** Smaller files fit into one packet anyway. */
const MIN_GZIP_BYTES = 1_024

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const compress = promisify(gzip)

export function createConsoleFiles(directory: string): ConsoleFiles {
  const cache = new LRUCache<string, { version: string; file: ConsoleFile }>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ file }) => file.bytes.length + (file.gzipped?.length ?? 0) + 1,
  })
  return {
    async find(path) {
      const name = safeName(path)
      const version = name && (await versionOf(join(directory, name)))
      if (!name || !version) return undefined
      const known = cache.get(name)
      if (known?.version === version) return known.file
      const file = await readConsoleFile(join(directory, name))
      cache.set(name, { version, file })
      return file
    },
  }
}

/** The path as a file name; `undefined` for one that leads out of the folder, to a hidden file, or that nothing can have. */
function safeName(path: string): string | undefined {
  const segments = path.split('/')
  return segments.every((segment) => /^[\w-][\w.-]*$/.test(segment)) ? path : undefined
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file)
    return found.isFile() ? `${found.ino}:${found.mtimeMs}:${found.size}` : undefined
  } catch {
    return undefined
  }
}

async function readConsoleFile(file: string): Promise<ConsoleFile> {
  const bytes = await readFile(file)
  const mediaType = mediaTypes[extname(file)] ?? 'application/octet-stream'
  const isText = /^text|json|svg/.test(mediaType)
  return {
    bytes,
    gzipped: isText && bytes.length >= MIN_GZIP_BYTES ? await compress(bytes) : undefined,
    mediaType,
    etag: etagOf(bytes),
  }
}

/** An entity tag of the content (RFC 9110 §8.8.3). */
export function etagOf(bytes: Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`
}
