/** The memory of what the server answered. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '@valence/sdk'

/** Asking again helps only when nobody answered, or the server was busy. */
function mayHelp(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 502
}

/** The session is over: whoever was working comes back to where they were after signing in again. */
function leaveWhenSignedOut(error: Error): void {
  if (!(error instanceof ApiError) || error.code !== 'invalid_credentials') return
  if (/^\/(sign-in|connect\/|oauth\/)/.test(location.pathname)) return
  const next = encodeURIComponent(location.pathname + location.search)
  location.assign(`/sign-in?next=${next}`)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'session') leaveWhenSignedOut(error)
    },
  }),
  mutationCache: new MutationCache({
    onError: (error) => {
      leaveWhenSignedOut(error)
      // Somebody signed in again in another tab: this one's CSRF token is stale. Read the new one for the next attempt.
      if (error instanceof ApiError && error.code === 'forbidden')
        queryClient.invalidateQueries({ queryKey: ['session'] })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && mayHelp(error),
    },
  },
})
