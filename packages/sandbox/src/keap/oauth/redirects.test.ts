import { describe, expect, it } from 'vitest'
import { isAllowedRedirect } from './redirects.ts'

const open = { registered: ['https://app.example.com/cb'], anyLoopback: true }
const strict = { registered: ['http://localhost:3000/cb'], anyLoopback: false }

describe('A redirect address', () => {
  it.each([
    'https://app.example.com/cb',
    'http://localhost:1234/x',
    'http://127.0.0.1/cb',
    'http://[::1]:8/',
  ])('is allowed when registered or of this machine: %s', (address) => {
    expect(isAllowedRedirect(address, open)).toBe(true)
  })

  it.each([
    'https://app.example.com/cb/',
    'https://app.example.com.evil.example/cb',
    'http://app.example.com/cb',
    'http://localhost.evil.example/cb',
    'http://localhost/cb#fragment',
    'ftp://localhost/',
    'not an address',
  ])('is refused otherwise: %s', (address) => {
    expect(isAllowedRedirect(address, open)).toBe(false)
  })

  it('of this machine must be registered when the permissive mode is off', () => {
    expect(isAllowedRedirect('http://localhost:3000/cb', strict)).toBe(true)
    expect(isAllowedRedirect('http://localhost:3001/cb', strict)).toBe(false)
  })

  it('over plain HTTP to another machine is refused even when registered', () => {
    const rules = { registered: ['http://app.example.com/cb'], anyLoopback: true }

    expect(isAllowedRedirect('http://app.example.com/cb', rules)).toBe(false)
  })
})
