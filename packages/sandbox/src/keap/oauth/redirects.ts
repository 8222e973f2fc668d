/** Which addresses a client may be sent back to. */
export interface RedirectRules {
  /** Registered addresses, compared as they are. */
  readonly registered: readonly string[]
  /** Whether any port and path of this machine is accepted as well; people develop with it. */
  readonly anyLoopback: boolean
}

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/** True when the address names this machine. */
export function isLoopback(address: string): boolean {
  return URL.canParse(address) && loopbackHosts.includes(new URL(address).hostname)
}

/** True when a client may be sent back to the address. Anything but this machine must be HTTPS (documented). */
export function isAllowedRedirect(address: string, rules: RedirectRules): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hash } = new URL(address)
  if (hash !== '') return false
  if (isLoopback(address)) {
    const isWeb = protocol === 'http:' || protocol === 'https:'
    return isWeb && (rules.anyLoopback || rules.registered.includes(address))
  }
  return protocol === 'https:' && rules.registered.includes(address)
}
