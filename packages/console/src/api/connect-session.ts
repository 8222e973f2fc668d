/** What the public page of a connect link asks the server. No session, no secret: the link's token says whose it is. */
import { queryOptions } from '@tanstack/react-query'
import type { ConnectField, ConnectSession } from '@valence/sdk'
import type { FormField } from '../components/configuration-fields.tsx'
import { api } from './client.ts'

export const connectSessionQuery = (token: string) =>
  queryOptions({
    queryKey: ['connect-sessions', token],
    queryFn: async () =>
      (await api.call('GET /connect-sessions/{token}', { path: { token } })).body,
    // Another tab may have used the link.
    refetchOnWindowFocus: 'always',
  })

/** A field that a link asks for, as forms show it. */
export function toFormField({ required, ...field }: ConnectField): FormField {
  return {
    ...field,
    isRequired: required,
    defaultValue: '',
    options: field.options.map(({ value, description }) => ({ value, label: description })),
  }
}

/** What the page that opened the link hears; connect.js waits for it. */
export type ConnectNews =
  | { readonly status: 'connected'; readonly instanceId?: number; readonly element: string }
  | { readonly status: 'failed'; readonly message?: string; readonly element: string }

/** Tell the page that opened this one, when the link names its origin: nobody else hears it. */
export function tellOpener({ origin }: ConnectSession, news: ConnectNews): void {
  if (origin) window.opener?.postMessage({ source: 'valence-connect', ...news }, origin)
}
