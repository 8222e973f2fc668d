/** Checks what a connect link is made of: its page shows and follows it to people who have no account here. */
import { ValenceError } from '../../lib/errors.ts'
import type { Branding } from '../../store/store.ts'
import type { ConnectLinkInput } from './connect-links-port.ts'

const defaultMinutes = 60
const maxMinutes = 7 * 24 * 60

/** The checked addresses and times of a link. */
export interface LinkTerms {
  readonly branding: Branding | null
  readonly returnUrl: string | null
  readonly callbackUrl: string | null
  readonly origin: string | null
  readonly lifetimeMs: number
}

/** @throws {ValenceError} `invalid_request`, naming the member. */
export function readLinkTerms(input: ConnectLinkInput): LinkTerms {
  return {
    branding: input.branding ? readBranding(input.branding) : null,
    returnUrl: input.returnUrl ? webAddress('returnUrl', input.returnUrl) : null,
    callbackUrl: input.callbackUrl ? webAddress('callbackUrl', input.callbackUrl) : null,
    origin: input.origin ? readOrigin(input.origin) : null,
    lifetimeMs: readMinutes(input.expiresInMinutes) * 60_000,
  }
}

function readBranding({ name, logoUrl, color }: Partial<Branding>): Branding | null {
  const trimmed = name?.trim()
  if (!trimmed) throw invalid('branding.name', name ?? '', 'a name of at least one character')
  return {
    name: trimmed,
    ...(logoUrl ? { logoUrl: secureAddress('branding.logoUrl', logoUrl) } : {}),
    ...(color ? { color: readColor(color) } : {}),
  }
}

/** Hexadecimal only: it goes into a style sheet. */
function readColor(color: string): string {
  if (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color)) return color.toLowerCase()
  throw invalid('branding.color', color, 'a colour such as #0a66c2')
}

function secureAddress(member: string, text: string): string {
  if (webAddress(member, text).startsWith('https:')) return text
  throw invalid(member, text, 'an https:// address')
}

function webAddress(member: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url && isWeb && !url.username && !url.password) return url.href
  throw invalid(member, text, 'an https:// address without user name and password')
}

function readOrigin(text: string): string {
  const { origin, pathname, search, hash } = new URL(webAddress('origin', text))
  if (pathname === '/' && search === '' && hash === '') return origin
  throw invalid('origin', text, 'an origin such as https://app.example.com, without a path')
}

function readMinutes(minutes: number = defaultMinutes): number {
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= maxMinutes) return minutes
  throw invalid(
    'expiresInMinutes',
    String(minutes),
    `a whole number from 1 to ${maxMinutes} (7 days)`,
  )
}

function invalid(member: string, value: string, wanted: string): ValenceError {
  return new ValenceError(
    'invalid_request',
    `${member} must be ${wanted}; it is '${value.slice(0, 200)}'.`,
  )
}
