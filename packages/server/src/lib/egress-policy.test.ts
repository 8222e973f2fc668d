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
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2001::7f00:1',
    '::7f00:1',
    '4000::1',
    'fec0::1',
    '192.0.2.1',
    '198.18.0.1',
    '240.0.0.1',
    '0x7f.1',
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
    ['::1', '::1'],
    ['LOOPBACK', '::ffff:127.0.0.1'],
    ['10.0.0.0/8 , 192.168.0.0/16,', '192.168.4.4'],
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

  it('opens neither more nor less than the entry says', () => {
    expect(allows('loopback', '10.0.0.1')).toBe(false)
    expect(allows('private', '127.0.0.1')).toBe(false)
    expect(allows('private', '169.254.169.254')).toBe(false)
    expect(allows('*.internal', '10.0.0.5', 'internal')).toBe(false)
    expect(allows('crm.internal', '10.0.0.5', 'evilcrm.internal')).toBe(false)
    expect(allows('crm.internal:8443', '10.0.0.5', 'crm.internal', 443)).toBe(false)
  })

  it('takes names with other case or a final dot for the same', () => {
    expect(allows('CRM.internal.', '10.0.0.5', 'crm.Internal')).toBe(true)
    expect(allows('localhost', '127.0.0.1', 'localhost.')).toBe(true)
  })

  it.each([
    ['10.0.0.0/99', 'a range is written like'],
    ['10.0.0.0/8:80', 'without a port'],
    ['::ffff:10.0.0.0/104', 'range of the IPv4 addresses'],
    ['http://x', 'without http://'],
    ['host:99999', 'from 1 to 65535'],
    ['10.0.0.1:', 'from 1 to 65535'],
    ['127.1', 'as four numbers'],
    ['2130706433', 'as four numbers'],
    ['a b', 'letters, digits'],
    ['*foo.com', 'letters, digits'],
    ['*.', 'letters, digits'],
    ['[::1', 'a port is a number'],
    ['[10.0.0.1]', 'only an IPv6 address'],
    [':80', 'no address'],
  ])('refuses an entry that is none and says why: %s', (text, why) => {
    expect(() => parseEgressAllow(`loopback,${text}`)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(`'${text}' can't be read: `) }),
    )
    expect(() => parseEgressAllow(text)).toThrowError(why)
  })

  it.each([
    'ftp://example.com/',
    'http://user:pass@example.com/',
    'https://example.com:22/',
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://[::ffff:7f00:1]/',
    'http://[::1]/',
    'https://example.com:25/',
    'file:///etc/passwd',
  ])('refuses a URL by what it says: %s', (url) => {
    expect(() => closed.assertUrl(new URL(url))).toThrowError(
      expect.objectContaining({ code: 'egress_denied' }),
    )
  })

  it.each(['https://example.com/', 'http://example.com:8080/', 'http://localhost/'])(
    'leaves names to the moment of connecting: %s',
    (url) => expect(() => closed.assertUrl(new URL(url))).not.toThrow(),
  )

  it('opens a port of the system only where an entry names it', () => {
    const policy = parseEgressAllow('*,mail.internal:25,10.0.0.5:81')

    expect(() => policy.assertUrl(new URL('http://mail.internal:25/'))).not.toThrow()
    expect(() => policy.assertUrl(new URL('http://10.0.0.5:81/'))).not.toThrow()
    expect(() => policy.assertUrl(new URL('http://10.0.0.6:81/'))).toThrowError('port 81')
  })

  it('repeats neither path nor query', () => {
    expect(() => closed.assertUrl(new URL('http://127.0.0.1/path?key=hush'))).toThrowError(
      expect.objectContaining({ message: expect.not.stringMatching(/path|hush/) }),
    )
  })
})
