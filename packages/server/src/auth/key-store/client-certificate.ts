/** The client certificate of an instance, for vendors that ask for one (mutual TLS). */
import { createHash } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { LRUCache } from 'lru-cache'
import { ValenceError } from '../../lib/errors.ts'
import type { ClientCertificate } from '../../lib/http-client.ts'
import type { Configuration } from '../scheme.ts'
import { isJavaKeyStore, readJavaKeyStore } from './jks.ts'

/** Opening a store costs milliseconds, and connections are kept for each object: one store is one object. */
const opened = new LRUCache<string, ClientCertificate>({ max: 500 })
const ofConfiguration = new WeakMap<Configuration, ClientCertificate>()

/**
 * The certificate in the key store of a configuration: `base64.encoded.jks` (JKS, PKCS #12 or PEM, in base64), with
 * `jks.password`, and `jks.alias` where a Java key store holds several keys.
 *
 * @returns `undefined` for a configuration without a key store.
 * @throws {ValenceError} `invalid_request`: the store can't be opened or holds no key; the message says why.
 */
export function clientCertificateOf(configuration: Configuration): ClientCertificate | undefined {
  const encoded = configuration['base64.encoded.jks']
  if (!encoded) return undefined
  const known = ofConfiguration.get(configuration)
  if (known) return known
  const password = configuration['jks.password'] ?? ''
  const alias = configuration['jks.alias'] || undefined
  const parts = [encoded, password, alias ?? ''].map((part) => `${part.length}:${part}`)
  const id = createHash('sha256').update(parts.join()).digest('base64')
  const certificate = opened.get(id) ?? openKeyStore(encoded, password, alias)
  opened.set(id, certificate)
  ofConfiguration.set(configuration, certificate)
  return certificate
}

function openKeyStore(
  encoded: string,
  password: string,
  alias: string | undefined,
): ClientCertificate {
  const file = Buffer.from(encoded.replace(/^data:[^,]*,/, ''), 'base64')
  const certificate = isJavaKeyStore(file)
    ? fromJavaKeyStore(file, password, alias)
    : fromOtherFile(file, password)
  try {
    createSecureContext(certificate as Parameters<typeof createSecureContext>[0])
  } catch (error) {
    throw unusable(error)
  }
  return certificate
}

function fromJavaKeyStore(
  file: Buffer,
  password: string,
  alias: string | undefined,
): ClientCertificate {
  const { keys, trusted } = readJavaKeyStore(file, password)
  const entry = alias
    ? keys.find((key) => key.alias.toLowerCase() === alias.toLowerCase())
    : keys[0]
  if (!entry) {
    const names = keys.map((key) => `'${key.alias}'`).join(', ') || 'none'
    throw new ValenceError(
      'invalid_request',
      `The key store has no private key${alias ? ` '${alias}'` : ''}. Its keys: ${names}.`,
    )
  }
  return {
    key: pem('PRIVATE KEY', entry.key),
    cert: entry.chain.map((certificate) => pem('CERTIFICATE', certificate)).join(''),
    trusted: trusted.map((certificate) => pem('CERTIFICATE', certificate)),
  }
}

function fromOtherFile(file: Buffer, password: string): ClientCertificate {
  const text = file.toString('latin1')
  if (text.includes('-----BEGIN ')) {
    const passphrase = password === '' ? {} : { passphrase: password }
    return { key: text, cert: text, ...passphrase, trusted: [] }
  }
  // A SEQUENCE in DER.
  if (file[0] === 0x30) return { pfx: file, passphrase: password, trusted: [] }
  throw new ValenceError(
    'invalid_request',
    "'base64.encoded.jks' is no key store in base64: it must be a JKS, PKCS #12 or PEM file.",
  )
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}

/** OpenSSL's words name neither the file nor the password. */
function unusable(error: unknown): ValenceError {
  const { message = '', code = '' } = error as { message?: string; code?: string }
  return new ValenceError(
    'invalid_request',
    `The key store can't be used: ${why(message, code)}.`,
    {
      cause: error,
    },
  )
}

function why(message: string, code: string): string {
  if (/mac verify|bad decrypt|BAD_DECRYPT/i.test(message + code))
    return "'jks.password' is not its password"
  if (/unsupported/i.test(message + code))
    return 'it is encrypted in a way that is no longer safe (RC2 or 3DES); write it anew with a current tool'
  return message || 'it is damaged'
}
