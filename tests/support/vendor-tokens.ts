import { callbackUrl, type System, vendorClient } from './system.ts'

/** A token pair brought along from elsewhere: exchanged without the platform. */
export async function tokensFromVendor(system: System): Promise<Record<string, string>> {
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: await system.control.approve(),
    redirect_uri: callbackUrl,
    client_id: vendorClient.id,
    client_secret: vendorClient.secret,
  })
  const response = await fetch(`${system.sandbox.url}/token`, { method: 'POST', body: form })
  return (await response.json()) as Record<string, string>
}

/** The body of POST /instances for tokens that are brought along. */
export function migratedInstance(
  tokens: Record<string, string>,
  obtainedAt: number,
): Record<string, unknown> {
  return {
    externalAuthentication: 'initial',
    providerData: {},
    configuration: {
      'oauth.api.key': vendorClient.id,
      'oauth.api.secret': vendorClient.secret,
      'oauth.callback.url': callbackUrl,
      'oauth.user.token': tokens['access_token'],
      'oauth.user.refresh_token': tokens['refresh_token'],
      'oauth.user.refresh_interval': tokens['expires_in'],
      'oauth.user.refresh_time': obtainedAt,
    },
  }
}
