/** A request as a line for the shell. Secrets are variables: who runs the line sets them. */

export interface ShownRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

const authorization =
  'Authorization: User $USER_SECRET, Organization $ORGANIZATION_SECRET, Element $TOKEN'

export function curlLine({ method, url, headers, body }: ShownRequest): string {
  const shown = Object.entries(headers).filter(
    ([name]) => !/^(authorization|x-csrf-token)$/i.test(name),
  )
  return [
    `curl -X ${method.toUpperCase()} ${quoted(url)}`,
    // In double quotes, so that the shell puts the secrets in.
    `-H "${authorization}"`,
    ...shown.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined || body === '' ? [] : [`-d ${quoted(body)}`]),
  ].join(' \\\n  ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
