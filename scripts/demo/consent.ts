/** What a person does in the browser, without one: follow redirects, fill in the login form, choose, press Allow. */

interface Page {
  readonly url: string
  readonly html: string
}

const maxSteps = 12

/**
 * Walk the vendor's pages from a consent URL until they send the person back.
 *
 * @returns the address of the callback with `code` and `state`; it is not called.
 * @throws {Error} when the pages don't end there.
 */
export async function approve(
  consentUrl: string,
  callbackUrl: string,
  person: { username: string; password: string },
): Promise<URL> {
  const cookies = new Map<string, string>()
  let step: { url: string; form?: URLSearchParams } = { url: consentUrl }
  for (let count = 0; count < maxSteps; count += 1) {
    const page = await follow(step, callbackUrl, cookies)
    if (page instanceof URL) return page
    step = submission(page, person)
  }
  throw new Error('The consent pages did not come to an end.')
}

/** Request a page; redirects are followed until a page or the callback is reached. */
async function follow(
  step: { url: string; form?: URLSearchParams },
  callbackUrl: string,
  cookies: Map<string, string>,
): Promise<Page | URL> {
  let { url, form } = step
  for (let hops = 0; hops < maxSteps; hops += 1) {
    if (url.startsWith(callbackUrl)) return new URL(url)
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      signal: AbortSignal.timeout(20_000),
      ...(form ? { method: 'POST', body: form } : {}),
    })
    remember(response, cookies)
    const location = response.headers.get('location')
    if (!location) return { url, html: await response.text() }
    url = new URL(location, url).href
    form = undefined
  }
  throw new Error(`Too many redirects from ${step.url}`)
}

function remember(response: Response, cookies: Map<string, string>): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** The page's form, filled in: hidden fields as they are, the first choice of each group, and the button that agrees. */
function submission(
  page: Page,
  person: { username: string; password: string },
): { url: string; form: URLSearchParams } {
  const [, formTag = '', content = ''] = /<form([^>]*)>([\s\S]*?)<\/form>/i.exec(page.html) ?? []
  if (!formTag && !content) throw new Error(`No form on ${page.url}: ${page.html.slice(0, 300)}`)
  const form = new URLSearchParams()
  for (const [, tag = ''] of content.matchAll(/<input([^>]*)>/gi)) fill(form, tag, person)
  const button = [...content.matchAll(/<button([^>]*)>/gi)]
    .map(([, tag = '']) => tag)
    .find((tag) => tag.includes('btn-primary'))
  const name = button && attribute(button, 'name')
  if (button && name) form.set(name, attribute(button, 'value') ?? '')
  return { url: new URL(attribute(formTag, 'action') || page.url, page.url).href, form }
}

function fill(
  form: URLSearchParams,
  tag: string,
  person: { username: string; password: string },
): void {
  const name = attribute(tag, 'name')
  if (!name) return
  const type = attribute(tag, 'type') ?? 'text'
  if (type === 'radio' && form.has(name)) return
  const id = attribute(tag, 'id')
  if (id === 'username') form.set(name, person.username)
  else if (id === 'password') form.set(name, person.password)
  else form.set(name, attribute(tag, 'value') ?? '')
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`, 'i')
    .exec(tag)?.[1]
    ?.replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
}
