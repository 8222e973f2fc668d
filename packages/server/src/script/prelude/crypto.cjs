// Hashes, HMACs and random bytes of Node's `crypto`, reached over the bridge. Bytes cross it as base64.
class Bytes extends Uint8Array {
  toString(encoding) {
    return call('bytes.convert', base64Of(this), 'base64', encoding ?? 'utf8')
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64Of(bytes) {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const triple = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    for (let shift = 18; shift >= 0; shift -= 6) text += alphabet[(triple >> shift) & 63]
  }
  const missing = (3 - (bytes.length % 3)) % 3
  return missing === 0 ? text : text.slice(0, -missing) + '='.repeat(missing)
}

function bytesOf(numbers) {
  return Bytes.from(numbers)
}

function operand(data, encoding) {
  if (typeof data === 'string') return { text: data, encoding }
  if (ArrayBuffer.isView(data)) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    return { text: base64Of(bytes), encoding: 'base64' }
  }
  throw new TypeError('The data must be a string or a typed array')
}

class Digest {
  #algorithm
  #key
  #parts = []
  #finished = false

  constructor(algorithm, key) {
    this.#algorithm = `${algorithm}`
    this.#key = key
    call('crypto.check', this.#algorithm)
  }

  update(data, encoding) {
    if (this.#finished) throw new Error('Digest already called')
    this.#parts.push(operand(data, encoding))
    return this
  }

  digest(encoding) {
    if (this.#finished) throw new Error('Digest already called')
    this.#finished = true
    const raw = encoding === undefined || encoding === 'buffer'
    const digest = call(
      'crypto.digest',
      this.#algorithm,
      raw ? null : encoding,
      this.#key,
      this.#parts,
    )
    return raw ? bytesOf(digest) : digest
  }
}

module.exports = {
  createHash: (algorithm) => new Digest(algorithm, null),
  createHmac: (algorithm, key) => new Digest(algorithm, operand(key)),
  randomBytes: (size) => bytesOf(call('crypto.randomBytes', size)),
  randomUUID: () => call('crypto.randomUUID'),
  getHashes: () => call('crypto.hashes'),
}
