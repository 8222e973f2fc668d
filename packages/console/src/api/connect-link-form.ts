/** A connect link as its form says it. */
import type { ConnectLinkInput } from '@valence/sdk'
import { readTags } from '../components/tags.ts'

/** Names of the form's members that are about an application begin so: `application:<element>:<configuration key>`. */
export const applicationPrefix = 'application:'

/** How long a link may be used. */
export const lifetimes = [
  { value: '15', label: '15 minutes' },
  { value: '60', label: '1 hour' },
  { value: '1440', label: '1 day' },
  { value: '10080', label: '7 days' },
] as const

/** The body of `POST /connect-links`. What is empty is left out; the server checks the rest. */
export function readConnectLink(form: FormData): ConnectLinkInput {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const optional = (name: string) => {
    const value = text(name)
    return value === '' ? {} : { [name]: value }
  }
  const tags = readTags(form.get('tags'))
  const configuration = readApplications(form)
  const branding = text('branding.name')
  return {
    ...optional('name'),
    ...optional('returnUrl'),
    ...optional('callbackUrl'),
    ...optional('origin'),
    elements: form.getAll('elements').map(String),
    expiresInMinutes: Number(text('expiresInMinutes') || '60'),
    ...(tags.length > 0 ? { tags } : {}),
    ...(Object.keys(configuration).length > 0 ? { configuration } : {}),
    ...(branding === '' ? {} : { branding: { name: branding, ...readLook(text) } }),
  }
}

function readLook(text: (name: string) => string): { logoUrl?: string; color?: string } {
  const logoUrl = text('branding.logoUrl')
  const color = text('branding.color')
  return { ...(logoUrl === '' ? {} : { logoUrl }), ...(color === '' ? {} : { color }) }
}

function readApplications(form: FormData): Record<string, Record<string, string>> {
  const applications: Record<string, Record<string, string>> = {}
  for (const [name, value] of form) {
    if (!name.startsWith(applicationPrefix) || typeof value !== 'string' || value.trim() === '')
      continue
    const [element = '', key = ''] = name.slice(applicationPrefix.length).split(':')
    applications[element] = { ...applications[element], [key]: value.trim() }
  }
  return applications
}
