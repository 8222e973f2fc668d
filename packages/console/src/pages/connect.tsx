import { Anchor, Button, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ApiError, type ConnectElement, type ConnectSession } from '@valence/sdk'
import { type FormEvent, useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { connectSessionQuery, toFormField } from '../api/connect-session.ts'
import { beginJourney, leaveFor } from '../api/journey.ts'
import { ConfigurationFields, readConfiguration } from '../components/configuration-fields.tsx'
import { brandButton, ConnectPageFrame } from '../components/connect-frame.tsx'
import { ElementChoice } from '../components/element-choice.tsx'
import { Problem } from '../components/problem.tsx'
import { useComeBack } from '../components/unfinished-journey.tsx'

const route = getRouteApi('/connect/$token')

/** The page of a connect link, for a person who has no account here. */
export function ConnectPage() {
  const { token } = route.useParams()
  const session = useQuery(connectSessionQuery(token))
  useEffect(() => {
    document.title = session.data ? `Connect to ${session.data.branding.name}` : 'Connect'
  }, [session.data])
  if (session.isPending)
    return (
      <ConnectPageFrame branding={undefined} title="Connect your account">
        <Skeleton h={160} />
      </ConnectPageFrame>
    )
  if (session.isError) return <NoSession error={session.error} retry={() => session.refetch()} />
  if (session.data.status !== 'open') return <OverPage token={token} session={session.data} />
  return <OpenPage token={token} session={session.data} />
}

function NoSession({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const isUnknown = error instanceof ApiError && error.status === 404
  return (
    <ConnectPageFrame
      branding={undefined}
      title={isUnknown ? 'This link is not valid' : 'This page could not be shown'}
    >
      <Problem error={error} title="What happened">
        {isUnknown && (
          <Text size="sm" mt={4}>
            Check that the address is complete: parts of long links get lost in e-mails.
          </Text>
        )}
      </Problem>
      {!isUnknown && (
        <Button mt="md" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </ConnectPageFrame>
  )
}

const endings = {
  connected: {
    title: 'This link has been used',
    text: 'The connection is made; there is nothing left to do. A link works once: for another account, ask for another link.',
  },
  revoked: {
    title: 'This link was withdrawn',
    text: 'Nothing was connected through it. Ask whoever sent it to you for a new one.',
  },
  expired: {
    title: 'This link has expired',
    text: 'Nothing was connected through it. Ask whoever sent it to you for a new one.',
  },
} as const

function OverPage({ token, session }: OpenProps) {
  const { branding, status, returnUrl } = session
  if (status === 'open') return null
  return (
    <ConnectPageFrame branding={branding} token={token} title={endings[status].title}>
      <Text>{endings[status].text}</Text>
      {returnUrl && (
        <Anchor href={returnUrl} mt="md" display="inline-block">
          Go back to {branding.name}
        </Anchor>
      )}
    </ConnectPageFrame>
  )
}

interface OpenProps {
  readonly token: string
  readonly session: ConnectSession
}

function OpenPage({ token, session }: OpenProps) {
  const { elements, branding } = session
  const [chosen, setChosen] = useState<ConnectElement | undefined>(
    elements.length === 1 ? elements[0] : undefined,
  )
  const frame = { branding, token }
  if (elements.length === 0)
    return (
      <ConnectPageFrame {...frame} title="Nothing to connect">
        <Text>
          What this link was made for is not offered any more. Ask whoever sent it to you for a new
          one.
        </Text>
      </ConnectPageFrame>
    )
  if (!chosen)
    return (
      <ConnectPageFrame {...frame} title="What do you want to connect?">
        <ElementChoice elements={elements} onChoose={setChosen} />
      </ConnectPageFrame>
    )
  return (
    <ConnectPageFrame {...frame} title={`Connect ${chosen.name}`}>
      <Begin
        key={chosen.key}
        token={token}
        session={session}
        element={chosen}
        onBack={elements.length > 1 ? () => setChosen(undefined) : undefined}
      />
    </ConnectPageFrame>
  )
}

interface BeginProps extends OpenProps {
  readonly element: ConnectElement
  readonly onBack: (() => void) | undefined
}

function Begin({ token, session, element, onBack }: BeginProps) {
  const { branding, returnUrl } = session
  const begin = useMutation({
    mutationFn: async (configuration: Record<string, string>) => {
      const { body } = await api.call('POST /connect-sessions/{token}/start', {
        path: { token },
        body: { element: element.key, configuration },
      })
      beginJourney({ kind: 'connect-link', state: body.state, element: element.key, token })
      leaveFor(body.oauthUrl)
    },
  })
  useComeBack(begin.reset)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    begin.mutate(readConfiguration(new FormData(event.currentTarget)))
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>
          {branding.name} asks for access to your account at {element.name}. You sign in there, and
          allow it there: {branding.name} does not see your password.
        </Text>
        <ConfigurationFields fields={element.fields.map(toFormField)} />
        {begin.isError && <Problem error={begin.error} title="It could not begin" />}
        <Button
          type="submit"
          style={brandButton(branding)}
          loading={begin.isPending || begin.isSuccess}
        >
          Continue to {element.name}
        </Button>
        {onBack && (
          <Button variant="default" onClick={onBack}>
            Choose something else
          </Button>
        )}
        {returnUrl && (
          <Anchor href={returnUrl} size="sm">
            Not now, go back to {branding.name}
          </Anchor>
        )}
      </Stack>
    </form>
  )
}
