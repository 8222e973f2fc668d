import { Button, Group, Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps, useRouter } from '@tanstack/react-router'
import { ApiError } from '@valence/sdk'
import { useEffect, useState } from 'react'
import { readSession } from '../api/client.ts'
import { completeConnection, type VendorAnswer } from '../api/complete-connection.ts'
import { endJourney, type Journey, readJourney } from '../api/journey.ts'
import { queryClient } from '../api/query-client.ts'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { ConnectResult } from './connect-result.tsx'

/**
 * Where vendors send people back to. The answer is read once and taken out of the address at once, so that neither the
 * back button nor a bookmark can send a code a second time.
 */
export function OAuthCallbackPage() {
  const [answer] = useState<VendorAnswer>(() =>
    Object.fromEntries(new URLSearchParams(location.search)),
  )
  const [journey] = useState(readJourney)
  useEffect(() => {
    history.replaceState(history.state, '', location.pathname)
  }, [])
  const own = journey?.state === answer['state'] ? journey : undefined
  if (own?.kind === 'connect-link') return <ConnectResult journey={own} answer={answer} />
  return (
    <main>
      {answer['state']?.startsWith('link_') ? (
        <ElsewhereBegun />
      ) : (
        <OwnConnection answer={answer} journey={own} />
      )}
    </main>
  )
}

function OwnConnection({
  answer,
  journey,
}: {
  readonly answer: VendorAnswer
  readonly journey: Journey | undefined
}) {
  const router = useRouter()
  const state = answer['state'] ?? ''
  const completion = useQuery({
    queryKey: ['complete', state],
    queryFn: async () => {
      await readSession()
      return completeConnection(state, answer)
    },
    enabled: state !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    if (!completion.data) return
    endJourney()
    queryClient.invalidateQueries({ queryKey: ['instances'] })
    queryClient.invalidateQueries({ queryKey: ['connections'] })
    router.navigate({
      to: '/instances/$id/connected',
      params: { id: String(completion.data) },
      search: journey?.kind === 'own' && journey.instanceId ? { again: true } : {},
      replace: true,
    })
  }, [completion.data, router, journey])
  if (state === '') return <WithoutAnswer />
  if (!completion.isError)
    return (
      <Page title="Connecting" isNarrow>
        <Group role="status">
          <Loader size="sm" aria-hidden="true" />
          <Text>The vendor said yes. The connection is being made.</Text>
        </Group>
      </Page>
    )
  return <NotConnected error={completion.error} journey={journey} />
}

function NotConnected({
  error,
  journey,
}: {
  readonly error: Error
  readonly journey: Journey | undefined
}) {
  const { title, advice } = explain(error)
  const own = journey?.kind === 'own' ? journey : undefined
  return (
    <Page title={title} isNarrow>
      <Problem error={error} title="What happened">
        <Text size="sm" mt={4}>
          {advice}
        </Text>
      </Problem>
      <Group mt="lg">
        {isSignedOut(error) ? (
          <Go label="Sign in" link={{ to: '/sign-in' }} />
        ) : (
          <TryAgain journey={own} />
        )}
        <Go label="See the instances" link={{ to: '/instances' }} isQuiet />
      </Group>
    </Page>
  )
}

function TryAgain({ journey }: { readonly journey: (Journey & { kind: 'own' }) | undefined }) {
  if (!journey) return <Go label="Choose an element" link={{ to: '/elements' }} />
  if (journey.instanceId)
    return (
      <Go
        label="Try again"
        link={{ to: '/instances/$id', params: { id: String(journey.instanceId) } }}
      />
    )
  const params = { key: journey.element }
  return <Go label="Try again" link={{ to: '/elements/$key/authenticate', params }} />
}

function Go({
  label,
  link,
  isQuiet = false,
}: {
  readonly label: string
  readonly link: LinkProps
  readonly isQuiet?: boolean
}) {
  return (
    <Button
      variant={isQuiet ? 'default' : 'filled'}
      renderRoot={(props) => <Link {...props} {...link} />}
    >
      {label}
    </Button>
  )
}

/** Somebody opened the address by hand, or came back to it. */
function WithoutAnswer() {
  return (
    <Page title="Nothing to do here" isNarrow>
      <Text>
        Vendors send people here after they have signed in. This time no answer came along; nothing
        was made and nothing was changed.
      </Text>
      <Group mt="lg">
        <Go label="Choose an element" link={{ to: '/elements' }} />
        <Go label="See the instances" link={{ to: '/instances' }} isQuiet />
      </Group>
    </Page>
  )
}

/** A person with a connect link came back in another tab or browser: only the one that began knows the link. */
function ElsewhereBegun() {
  return (
    <Page title="Begun in another window" isNarrow>
      <Text>
        This answer of the vendor belongs to a connect link that was opened in another tab or
        browser. Nothing was made. Open the link you were sent once more, and go on from there.
      </Text>
    </Page>
  )
}

function isSignedOut(error: Error): boolean {
  return error instanceof ApiError && error.code === 'invalid_credentials'
}

function explain(error: Error): { title: string; advice: string } {
  const code = error instanceof ApiError ? error.code : ''
  return explanations[code] ?? { title: 'Not connected', advice: 'Nothing was made.' }
}

const explanations: Readonly<Record<string, { title: string; advice: string }>> = {
  consent_refused: {
    title: 'You did not allow access',
    advice: 'Nothing was made, and nothing was stored. You can try again at any time.',
  },
  code_rejected: {
    title: 'It took too long',
    advice:
      'The vendor’s answer is good once and for some minutes only. Nothing was made; begin again.',
  },
  not_found: {
    title: 'This attempt is over',
    advice: 'It is too old, or it was begun by somebody else. Nothing was made; begin again.',
  },
  conflict: {
    title: 'This attempt is over',
    advice: 'Its answer was used before, perhaps in another tab. Nothing was made twice.',
  },
  invalid_credentials: {
    title: 'You are signed out',
    advice: 'Nothing was made. Sign in and begin again.',
  },
  tenant_mismatch: {
    title: 'Another account than before',
    advice:
      'The instance keeps the connection it had. Sign in at the vendor with the same account.',
  },
}
