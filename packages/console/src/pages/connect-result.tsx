import { Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ApiError, type ConnectOutcome, type ConnectSession } from '@valence/sdk'
import { useEffect } from 'react'
import { api } from '../api/client.ts'
import type { VendorAnswer } from '../api/complete-connection.ts'
import { connectSessionQuery, tellOpener } from '../api/connect-session.ts'
import { endJourney, type Journey } from '../api/journey.ts'
import { queryClient } from '../api/query-client.ts'
import { brandButton, ConnectPageFrame } from '../components/connect-frame.tsx'
import { Problem } from '../components/problem.tsx'

type LinkJourney = Journey & { readonly kind: 'connect-link' }

interface ResultProps {
  readonly journey: LinkJourney
  /** What the vendor sent the person back with. */
  readonly answer: VendorAnswer
}

interface Ended {
  readonly session: ConnectSession
  readonly outcome: ConnectOutcome
}

/** Where a person ends who followed a connect link and was at the vendor. */
export function ConnectResult({ journey, answer }: ResultProps) {
  const session = useQuery(connectSessionQuery(journey.token))
  const end = useQuery({
    queryKey: ['connect-sessions', journey.token, 'complete', journey.state],
    queryFn: () => complete(journey, answer),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    if (!end.data) return
    endJourney()
    const { status, instanceId, message } = end.data.outcome
    const element = journey.element
    tellOpener(
      end.data.session,
      status === 'connected'
        ? { status, element, ...(instanceId === undefined ? {} : { instanceId }) }
        : { status, element, ...(message === undefined ? {} : { message }) },
    )
  }, [end.data, journey.element])
  useEffect(() => {
    document.title = end.data?.outcome.status === 'connected' ? 'Connected' : 'Connecting'
  }, [end.data])
  if (end.isError) return <NotFinished error={end.error} session={session.data} journey={journey} />
  if (!end.data)
    return (
      <ConnectPageFrame branding={session.data?.branding} token={journey.token} title="Connecting">
        <Group role="status">
          <Loader size="sm" aria-hidden="true" />
          <Text>The connection is being made.</Text>
        </Group>
      </ConnectPageFrame>
    )
  return end.data.outcome.status === 'connected' ? (
    <Connected {...end.data} token={journey.token} />
  ) : (
    <Failed {...end.data} token={journey.token} />
  )
}

/** The outcome, also when another tab of the same person was faster. */
async function complete({ token, state }: LinkJourney, answer: VendorAnswer): Promise<Ended> {
  const path = { token }
  const readSession = () => queryClient.fetchQuery({ ...connectSessionQuery(token), staleTime: 0 })
  try {
    const { body: outcome } = await api.call('POST /connect-sessions/{token}/complete', {
      path,
      body: { ...answer, state },
    })
    return { outcome, session: await readSession() }
  } catch (error) {
    const session = await readSession()
    if (!(error instanceof ApiError) || session.status !== 'connected') throw error
    const { instanceId, returnUrl } = session
    return {
      session,
      outcome: {
        status: 'connected',
        ...(instanceId === undefined ? {} : { instanceId }),
        ...(returnUrl === undefined ? {} : { returnUrl }),
      },
    }
  }
}

function Connected({ session, outcome, token }: Ended & { readonly token: string }) {
  const { branding } = session
  return (
    <ConnectPageFrame branding={branding} token={token} title="Connected">
      <Stack role="status">
        <Text>{branding.name} has access to your account now.</Text>
        {outcome.returnUrl ? (
          <Button component="a" href={outcome.returnUrl} style={brandButton(branding)}>
            Go back to {branding.name}
          </Button>
        ) : (
          <Text>You can close this page.</Text>
        )}
      </Stack>
    </ConnectPageFrame>
  )
}

function Failed({ session, outcome, token }: Ended & { readonly token: string }) {
  const { branding } = session
  return (
    <ConnectPageFrame branding={branding} token={token} title="Not connected">
      <Stack>
        <Problem error={new Error(outcome.message)} title="What happened">
          <Text size="sm" mt={4}>
            Nothing was made, and nothing was stored.
          </Text>
        </Problem>
        <TryAgain token={token} session={session} />
      </Stack>
    </ConnectPageFrame>
  )
}

function TryAgain({
  token,
  session,
}: {
  readonly token: string
  readonly session: ConnectSession | undefined
}) {
  return (
    <Group>
      <Button
        style={brandButton(session?.branding)}
        renderRoot={(props) => <Link {...props} to="/connect/$token" params={{ token }} />}
      >
        Try again
      </Button>
      {session?.returnUrl && (
        <Anchor href={session.returnUrl}>Go back to {session.branding.name}</Anchor>
      )}
    </Group>
  )
}

/** The server could not be asked, or the link was over before the vendor answered. */
function NotFinished({
  error,
  session,
  journey,
}: {
  readonly error: Error
  readonly session: ConnectSession | undefined
  readonly journey: LinkJourney
}) {
  return (
    <ConnectPageFrame branding={session?.branding} token={journey.token} title="Not connected">
      <Stack>
        <Problem error={error} title="What happened" />
        <TryAgain token={journey.token} session={session} />
      </Stack>
    </ConnectPageFrame>
  )
}
