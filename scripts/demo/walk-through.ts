import { randomBytes } from 'node:crypto'
import { approve } from './consent.ts'

export interface WalkThroughInput {
  readonly url: string
  readonly organizationSecret: string
  readonly userSecret: string
  readonly vendorClient: { readonly id: string; readonly secret: string }
  readonly person: { readonly username: string; readonly password: string }
  readonly say: (line: string) => void
}

/** What `--json` prints. */
export interface WalkThroughResult {
  readonly url: string
  readonly organizationSecret: string
  readonly userSecret: string
  readonly oauthUrl: string
  readonly instance: { readonly id: number; readonly token: string } & Record<string, unknown>
  readonly contacts: readonly Record<string, unknown>[]
}

type Record_ = Record<string, unknown>

const element = 'infusionsoftcrm'
const callbackUrl = 'http://127.0.0.1/callback'

/** The steps of the main job, one after another, each with the curl line that repeats it. */
export async function walkThrough(input: WalkThroughInput): Promise<WalkThroughResult> {
  const { url, organizationSecret, userSecret, vendorClient, person, say } = input
  const api = `${url}/elements/api-v2`
  const platform = `User ${userSecret}, Organization ${organizationSecret}`
  const step = (title: string) => say(`\n${title}`)

  step('1. The consent URL of the element')
  const consent = new URLSearchParams({
    apiKey: vendorClient.id,
    apiSecret: vendorClient.secret,
    callbackUrl,
    state: 'demo',
  })
  const { oauthUrl } = (await call(
    say,
    'GET',
    `${api}/elements/${element}/oauth/url?${consent}`,
  )) as { oauthUrl: string }
  say(`   ${oauthUrl}`)

  step(
    `2. ${person.username} signs in at the vendor and allows the connection; the vendor sends the code to the callback`,
  )
  const code = codeOf(await approve(oauthUrl, callbackUrl, person))
  say(`   code ${code}`)

  step('3. The instance')
  const instance = (await call(say, 'POST', `${api}/instances`, platform, {
    name: 'Demo',
    element: { key: element },
    providerData: { code },
    configuration: {
      'oauth.callback.url': callbackUrl,
      'oauth.api.key': vendorClient.id,
      'oauth.api.secret': vendorClient.secret,
    },
    tags: ['demo'],
  })) as WalkThroughResult['instance']
  say(`   id ${instance.id}, token ${instance.token}`)

  const authorization = `${platform}, Element ${instance.token}`
  const contacts = await workWithContacts({
    say,
    step,
    authorization,
    contactsUrl: `${api}/hubs/crm/contacts`,
  })
  return { url, organizationSecret, userSecret, oauthUrl, instance, contacts }
}

function codeOf(callback: URL): string {
  const code = callback.searchParams.get('code')
  if (!code)
    throw new Error(
      `The vendor sent the person back without a code: ${callback.searchParams.get('error')}`,
    )
  return code
}

interface Work {
  readonly say: (line: string) => void
  readonly step: (title: string) => void
  readonly authorization: string
  readonly contactsUrl: string
}

async function workWithContacts({
  say,
  step,
  authorization,
  contactsUrl,
}: Work): Promise<Record_[]> {
  step('4. Its contacts')
  const contacts = (await call(say, 'GET', `${contactsUrl}?pageSize=5`, authorization)) as Record_[]
  for (const contact of contacts) say(`   ${brief(contact)}`)

  const email = `ada.${randomBytes(3).toString('hex')}@example.com`
  step('5. One created')
  const created = (await call(say, 'POST', contactsUrl, authorization, {
    FirstName: 'Ada',
    LastName: 'Lovelace',
    Email: email,
  })) as Record_
  say(`   ${brief(created)}`)

  step('6. Changed')
  const changed = (await call(say, 'PATCH', `${contactsUrl}/${created['Id']}`, authorization, {
    JobTitle: 'Analyst',
  })) as Record_
  say(`   ${brief(changed)}, ${changed['JobTitle']}`)

  step('7. Found with where')
  const where = new URLSearchParams({ where: `Email='${email}'` })
  const found = (await call(say, 'GET', `${contactsUrl}?${where}`, authorization)) as Record_[]
  for (const contact of found) say(`   ${brief(contact)}`)
  if (found.length !== 1) throw new Error(`where found ${found.length} contacts in place of one`)

  step('8. Deleted')
  await call(say, 'DELETE', `${contactsUrl}/${created['Id']}`, authorization)
  say('   done')
  return contacts
}

function brief(contact: Record_): string {
  return `${contact['Id']}  ${contact['FirstName'] ?? ''} ${contact['LastName'] ?? ''}  ${contact['Email'] ?? ''}`
}

async function call(
  say: (line: string) => void,
  method: string,
  url: string,
  authorization?: string,
  body?: unknown,
): Promise<unknown> {
  say(`   ${curlLine(method, url, authorization, body)}`)
  const response = await fetch(url, {
    method,
    headers: {
      ...(authorization ? { authorization } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(60_000),
  })
  const text = await response.text()
  if (!response.ok)
    throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}: ${text}`)
  return text ? JSON.parse(text) : undefined
}

function curlLine(
  method: string,
  url: string,
  authorization: string | undefined,
  body: unknown,
): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  return [
    'curl -s',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    quoted(url),
    ...(authorization ? [`-H ${quoted(`Authorization: ${authorization}`)}`] : []),
    ...(body ? [`-H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`] : []),
  ].join(' ')
}
