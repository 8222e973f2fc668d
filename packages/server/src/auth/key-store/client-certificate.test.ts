import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpClient } from '../../lib/egress-client.ts'
import { parseEgressAllow } from '../../lib/egress-policy.ts'
import type { ClientCertificate, HttpClient } from '../../lib/http-client.ts'
import { readBody } from '../../lib/read-body.ts'
import { clientCertificateOf } from './client-certificate.ts'
import { readJavaKeyStore } from './jks.ts'

const file = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const configured = (name: string, password = 'changeit', further: Record<string, string> = {}) => ({
  'base64.encoded.jks': file(name).toString('base64'),
  'jks.password': password,
  ...further,
})

describe('a Java key store', () => {
  it('gives the key with its chain, and the authorities it trusts', () => {
    const { keys, trusted } = readJavaKeyStore(file('client.jks'), 'changeit')

    expect(keys.map(({ alias, chain }) => [alias, chain.length])).toEqual([['client', 2]])
    expect(trusted).toHaveLength(1)
    const authority = file('ca.pem')
      .toString()
      .replace(/-----[^-]+-----|\s/g, '')
    expect(trusted[0]?.toString('base64')).toBe(authority)
  })

  it('is refused with a wrong password, and when a byte of it changed', () => {
    const changed = file('client.jks')
    changed[500] = (changed[500] as number) ^ 1

    expect(() => readJavaKeyStore(file('client.jks'), 'wrong')).toThrowError('jks.password')
    expect(() => readJavaKeyStore(changed, 'changeit')).toThrowError('damaged')
  })

  it('is refused when it lies about its length', () => {
    for (const length of [12, 33, 200])
      expect(() => readJavaKeyStore(file('client.jks').subarray(0, length), 'changeit')).toThrow()
  })
})

describe('a client certificate', () => {
  const seen: string[] = []
  const server = createServer(
    {
      key: file('server.key.pem'),
      cert: file('server.pem'),
      ca: file('ca.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      seen.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN))
      response.end('welcome')
    },
  )
  let http: HttpClient
  let url: string
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
    http = createHttpClient({ policy: parseEgressAllow('loopback') })
  })
  afterAll(async () => {
    await http.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const get = (clientCertificate: ClientCertificate | undefined) =>
    http.request({ method: 'GET', url, headers: {}, timeoutMs: 5_000, clientCertificate })

  it.each(['client.jks', 'client.p12'])('of %s is shown to the server', async (name) => {
    const answer = await get(clientCertificateOf(configured(name)))

    expect((await readBody(answer, 100)).toString()).toBe('welcome')
    expect(seen.at(-1)).toBe('client.test')
  })

  it('of PKCS #12 as Java writes it can be read', () => {
    expect(clientCertificateOf(configured('java.p12'))).toMatchObject({ passphrase: 'changeit' })
  })

  it('goes with the calls of its owner only', async () => {
    const trusted = [file('ca.pem').toString()]
    await readBody(await get(clientCertificateOf(configured('client.jks'))), 100)

    await expect(get({ trusted })).rejects.toMatchObject({ code: 'vendor_unreachable' })
    await expect(get(undefined)).rejects.toMatchObject({
      code: 'vendor_unreachable',
      message: expect.stringContaining('certificate'),
    })
  })

  it('is one object for one store, so that its connections are kept', () => {
    const first = clientCertificateOf(configured('client.jks'))

    expect(clientCertificateOf(configured('client.jks'))).toBe(first)
    expect(clientCertificateOf({})).toBeUndefined()
  })

  it.each([
    [configured('client.p12', 'wrong'), "'jks.password' is not its password"],
    [configured('legacy.p12'), 'no longer safe'],
    [
      configured('client.jks', 'changeit', { 'jks.alias': 'other' }),
      "no private key 'other'. Its keys: 'client'",
    ],
    [{ 'base64.encoded.jks': 'bm9uc2Vuc2U=' }, 'no key store in base64'],
  ])('that can’t be had says why', (configuration, words) => {
    expect(() => clientCertificateOf(configuration)).toThrowError(words)
  })
})
