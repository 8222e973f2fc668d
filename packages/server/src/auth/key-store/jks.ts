/**
 * Java key stores (JKS), the format of `keytool` before Java 9. Java's format is no standard; what stands here is what
 * OpenJDK's `sun.security.provider.JavaKeyStore` and `KeyProtector` write.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { ValenceError } from '../../lib/errors.ts'

/** A key with its certificates, the client's own first; all in DER. */
export interface PrivateKeyEntry {
  readonly alias: string
  /** PKCS #8. */
  readonly key: Buffer
  readonly chain: readonly Buffer[]
}

export interface JavaKeyStore {
  readonly keys: readonly PrivateKeyEntry[]
  /** Certificates of authorities. */
  readonly trusted: readonly Buffer[]
}

const magic = 0xfeedfeed
const hashLength = 20
/** More than any store holds: a count beyond it is a file that lies. */
const maxEntries = 1000

/** Does a file begin like a Java key store? */
export function isJavaKeyStore(file: Buffer): boolean {
  return file.length >= 12 && file.readUInt32BE(0) === magic
}

/** @throws {ValenceError} `invalid_request`: the password is wrong, or the file is damaged. */
export function readJavaKeyStore(file: Buffer, password: string): JavaKeyStore {
  const secret = Buffer.from(password, 'utf16le').swap16()
  assertWhole(file, secret)
  try {
    return readEntries(new Reader(file.subarray(0, file.length - hashLength)), secret)
  } catch (error) {
    if (error instanceof RangeError) throw damaged()
    throw error
  }
}

/** The last 20 bytes vouch for everything before them, and for the password. */
function assertWhole(file: Buffer, secret: Buffer): void {
  const content = file.subarray(0, file.length - hashLength)
  const expected = createHash('sha1')
    .update(secret)
    .update('Mighty Aphrodite')
    .update(content)
    .digest()
  if (timingSafeEqual(expected, file.subarray(file.length - hashLength))) return
  throw new ValenceError(
    'invalid_request',
    "The key store can't be opened: 'jks.password' is not its password, or 'base64.encoded.jks' is damaged.",
  )
}

function readEntries(reader: Reader, secret: Buffer): JavaKeyStore {
  reader.skip(4)
  const version = reader.number()
  const count = reader.number()
  if (version < 1 || version > 2 || count > maxEntries) throw damaged()
  const keys: PrivateKeyEntry[] = []
  const trusted: Buffer[] = []
  for (let entry = 0; entry < count; entry += 1) {
    const tag = reader.number()
    const alias = reader.text()
    reader.skip(8)
    if (tag === 1) keys.push(readKey(reader, alias, version, secret))
    else if (tag === 2) trusted.push(readCertificate(reader, version))
    else throw damaged()
  }
  return { keys, trusted }
}

function readKey(reader: Reader, alias: string, version: number, secret: Buffer): PrivateKeyEntry {
  const key = unprotect(reader.bytes(reader.number()), secret, alias)
  const length = reader.number()
  if (length > maxEntries) throw damaged()
  const chain = Array.from({ length }, () => readCertificate(reader, version))
  return { alias, key, chain }
}

/** Version 2 names the certificate's type first; it is always X.509. */
function readCertificate(reader: Reader, version: number): Buffer {
  if (version === 2) reader.text()
  return reader.bytes(reader.number())
}

/**
 * A protected key is an EncryptedPrivateKeyInfo whose data are salt, key and check, the key under a stream of hashes of
 * password and salt.
 */
function unprotect(info: Buffer, secret: Buffer, alias: string): Buffer {
  const data = new Der(info).enter(0x30).skip(0x30).read(0x04)
  if (data.length < 2 * hashLength) throw damaged()
  const check = data.subarray(data.length - hashLength)
  const key = Buffer.from(data.subarray(hashLength, data.length - hashLength))
  let mask: Buffer = data.subarray(0, hashLength)
  for (let at = 0; at < key.length; at += 1) {
    if (at % hashLength === 0) mask = createHash('sha1').update(secret).update(mask).digest()
    key[at] = (key[at] as number) ^ (mask[at % hashLength] as number)
  }
  if (createHash('sha1').update(secret).update(key).digest().equals(check)) return key
  throw new ValenceError(
    'invalid_request',
    `The key '${alias}' of the key store has another password than the store; give it the same with keytool.`,
  )
}

function damaged(): ValenceError {
  return new ValenceError('invalid_request', "The key store in 'base64.encoded.jks' is damaged.")
}

/** Big-endian values, one after the other. Reading past the end is a `RangeError`. */
class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  number(): number {
    const value = this.#bytes.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  bytes(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new RangeError('past the end')
    const found = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return found
  }

  text(): string {
    const length = this.#bytes.readUInt16BE(this.#at)
    this.#at += 2
    return this.bytes(length).toString('utf8')
  }

  skip(length: number): void {
    this.bytes(length)
  }
}

/** As much of DER as an EncryptedPrivateKeyInfo takes. */
class Der {
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** The content of the first element, to go on in. */
  enter(tag: number): Der {
    return new Der(this.read(tag))
  }

  /** What comes after the first element. */
  skip(tag: number): Der {
    return new Der(this.#bytes.subarray(this.#locate(tag).end))
  }

  read(tag: number): Buffer {
    const { start, end } = this.#locate(tag)
    return this.#bytes.subarray(start, end)
  }

  #locate(tag: number): { start: number; end: number } {
    if (this.#bytes.readUInt8(0) !== tag) throw new RangeError('another element')
    const first = this.#bytes.readUInt8(1)
    const size = first < 0x80 ? 0 : first & 0x7f
    const length = size === 0 ? first : this.#bytes.readUIntBE(2, size)
    const end = 2 + size + length
    if (end > this.#bytes.length) throw new RangeError('past the end')
    return { start: 2 + size, end }
  }
}
