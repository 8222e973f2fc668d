/** WS-Security UsernameToken (OASIS Web Services Security UsernameToken Profile 1.1), in the header of a SOAP envelope. */
import { createHash } from 'node:crypto'
import { ValenceError } from '../lib/errors.ts'
import { type AuthScheme, requireValue, type Signable, type SigningContext } from './scheme.ts'

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss'
const secext = `${oasis}-wssecurity-secext-1.0.xsd`
const utility = `${oasis}-wssecurity-utility-1.0.xsd`
const profile = `${oasis}-username-token-profile-1.0`
const base64 = `${oasis}-soap-message-security-1.0#Base64Binary`

/** Signs in with `username` and `password`; `ws.security.password.type` = `PasswordDigest` sends the digest in place of the password. */
export const wsSecurity: AuthScheme = {
  type: 'ws-security',
  sign(request, context) {
    const envelope = openingTag(request)
    if (!envelope) throw noEnvelope(request)
    const body = request.body as string
    const prefix = envelope.prefix === '' ? '' : `${envelope.prefix}:`
    const token = usernameToken(context, prefix)
    const header = new RegExp(`<${prefix}Header(?:\\s[^>]*)?(/)?>`).exec(body)
    if (!header) {
      request.body = `${body.slice(0, envelope.end)}<${prefix}Header>${token}</${prefix}Header>${body.slice(envelope.end)}`
      return
    }
    const end = header.index + header[0].length
    const opened = header[1] ? `${header[0].slice(0, -2)}>` : header[0]
    const closing = header[1] ? `</${prefix}Header>` : ''
    request.body = body.slice(0, header.index) + opened + token + closing + body.slice(end)
  },
}

function openingTag({ body }: Signable): { prefix: string; end: number } | undefined {
  if (typeof body !== 'string') return undefined
  const found = /<(?:([\w.-]+):)?Envelope(?:\s[^>]*)?>/.exec(body)
  return found ? { prefix: found[1] ?? '', end: found.index + found[0].length } : undefined
}

function noEnvelope({ method }: Signable): ValenceError {
  return new ValenceError(
    'invalid_request',
    `The ${method} to the vendor carries no SOAP envelope, which is where 'ws-security' signs in. The body must be one.`,
  )
}

function usernameToken({ configuration, now, nonce }: SigningContext, soap: string): string {
  const username = requireValue(configuration, 'username', 'the user who signs in')
  const password = configuration['password'] ?? ''
  const created = new Date(now).toISOString()
  const random = Buffer.from(nonce())
  const isDigest = configuration['ws.security.password.type'] === 'PasswordDigest'
  const secret = isDigest ? digest(random, created, password) : password
  const type = `${profile}#${isDigest ? 'PasswordDigest' : 'PasswordText'}`
  return (
    `<wsse:Security xmlns:wsse="${secext}" xmlns:wsu="${utility}" ${soap}mustUnderstand="1"><wsse:UsernameToken>` +
    `<wsse:Username>${escapeText(username)}</wsse:Username><wsse:Password Type="${type}">${escapeText(secret)}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${base64}">${random.toString('base64')}</wsse:Nonce><wsu:Created>${created}</wsu:Created>` +
    '</wsse:UsernameToken></wsse:Security>'
  )
}

/** Section 3.1 of the profile: Base64(SHA-1(nonce + created + password)). */
function digest(nonce: Buffer, created: string, password: string): string {
  return createHash('sha1').update(nonce).update(created).update(password).digest('base64')
}

function escapeText(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
