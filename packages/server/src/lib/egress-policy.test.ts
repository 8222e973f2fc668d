import { describe, expect, it } from 'vitest'
import { parseEgressAllow } from './egress-policy.ts'

const closed = parseEgressAllow('')
const allows = (text: string, address: string, host = address, port = 443) =>
  parseEgressAllow(text).isAddressAllowed(address, host, port)

describe('the egress policy', () => {
  it.each(['8.8.8.8', '2606:4700::1111'])('lets public addresses through: %s', (address) => {
    expect(closed.isAddressAllowed(address, address, 443)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'not an address',
  ])('keeps everything else closed: %s', (address) => {
    expect(closed.isAddressAllowed(address, address, 443)).toBe(false)
  })

  it.each([
    ['loopback', '127.0.0.1'],
    ['private', '10.0.0.9'],
    ['10.0.0.0/8', '10.200.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['*', '169.254.169.254'],
  ])('opens what the operator names: %s', (text, address) =>
    expect(allows(text, address)).toBe(true),
  )

  it('opens one port of an address only', () => {
    expect(allows('127.0.0.1:8090', '127.0.0.1', '127.0.0.1', 8090)).toBe(true)
    expect(allows('127.0.0.1:8090', '127.0.0.1', '127.0.0.1', 5432)).toBe(false)
  })

  it('opens a host by name and by suffix, wherever it resolves to', () => {
    expect(allows('crm.internal', '10.0.0.5', 'crm.internal')).toBe(true)
    expect(allows('*.internal:443', '10.0.0.5', 'crm.internal')).toBe(true)
    expect(allows('crm.internal', '10.0.0.5', 'evil.example')).toBe(false)
  })

  it.each(['10.0.0.0/99', 'http://x', 'a b', '[::1'])(
    'refuses an entry that is none: %s',
    (text) => {
      expect(() => parseEgressAllow(text)).toThrowError(text)
    },
  )

  it.each([
    'ftp://example.com/',
    'http://user:pass@example.com/',
    'https://example.com:22/',
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
  ])('refuses a URL by what it says: %s', (url) => {
    expect(() => closed.assertUrl(new URL(url))).toThrowError(
      expect.objectContaining({ code: 'egress_denied' }),
    )
  })
})
