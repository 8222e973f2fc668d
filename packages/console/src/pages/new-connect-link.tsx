import {
  Anchor,
  Button,
  Fieldset,
  Group,
  NativeSelect,
  Skeleton,
  Stack,
  TextInput,
} from '@mantine/core'
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ConnectLinkInput } from '@valence/sdk'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { lifetimes, readConnectLink } from '../api/connect-link-form.ts'
import { asksForConsent, type ElementView } from '../api/element.ts'
import { elementsQuery, sessionQuery } from '../api/queries.ts'
import { queryClient } from '../api/query-client.ts'
import { BrandingFields } from '../components/branding-fields.tsx'
import { LinkElements } from '../components/link-elements.tsx'
import { MadeLink } from '../components/made-link.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'

const up = { label: 'Connect links', link: { to: '/connect-links' } } as const

export function NewConnectLinkPage() {
  const elements = useQuery(elementsQuery)
  const make = useMutation({
    mutationFn: async (body: ConnectLinkInput) =>
      (await api.call('POST /connect-links', { body })).body,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['connect-links'] }),
  })
  if (make.data)
    return (
      <Page title="Connect link" up={up} isNarrow>
        <MadeLink link={make.data} onAnother={make.reset} />
      </Page>
    )
  return (
    <Page
      title="New connect link"
      up={up}
      isNarrow
      intro="For one customer. What they connect becomes an instance of yours, in your account."
    >
      {elements.isError && <Problem error={elements.error} title="The elements cannot be read" />}
      {elements.data ? (
        <LinkForm
          elements={elements.data.filter(asksForConsent)}
          onSubmit={(input) => make.mutate(input)}
          isPending={make.isPending}
          error={make.error}
        />
      ) : (
        !elements.isError && <Skeleton h={600} />
      )}
    </Page>
  )
}

interface FormProps {
  readonly elements: readonly ElementView[]
  readonly onSubmit: (input: ConnectLinkInput) => void
  readonly isPending: boolean
  readonly error: Error | null
}

function LinkForm({ elements, onSubmit, isPending, error }: FormProps) {
  const { data: session } = useSuspenseQuery(sessionQuery)
  const [chosen, setChosen] = useState<string[]>(
    elements.length === 1 ? elements.map(({ key }) => key) : [],
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (chosen.length > 0) onSubmit(readConnectLink(new FormData(event.currentTarget)))
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <LinkElements elements={elements} chosen={chosen} onChange={setChosen} />
        <Fieldset legend="The instance">
          <Stack>
            <TextInput
              name="name"
              label="Name"
              description="How you will find it again, such as the customer's name"
              autoComplete="off"
            />
            <TextInput
              name="tags"
              label="Tags"
              description="Separated by commas, such as your own id of the customer"
              autoComplete="off"
            />
          </Stack>
        </Fieldset>
        <Fieldset legend="How the page looks">
          <BrandingFields organization={session.organizationName} />
        </Fieldset>
        <Fieldset legend="Afterwards">
          <Afterwards />
        </Fieldset>
        <NativeSelect
          name="expiresInMinutes"
          label="Works for"
          defaultValue="60"
          data={lifetimes.map((one) => ({ ...one }))}
          maw={240}
        />
        {error && <Problem error={error} title="The link was not made" />}
        <Group>
          <Button type="submit" loading={isPending} disabled={chosen.length === 0}>
            Make the link
          </Button>
          <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/connect-links" />}>
            Cancel
          </Anchor>
        </Group>
      </Stack>
    </form>
  )
}

function Afterwards() {
  const shared = { type: 'url', autoComplete: 'off', spellCheck: false } as const
  return (
    <Stack>
      <TextInput
        {...shared}
        name="returnUrl"
        label="Return address"
        description="Where the customer goes when it is done"
        placeholder="https://"
      />
      <TextInput
        {...shared}
        name="callbackUrl"
        label="Callback address"
        description="Is sent a signed POST when the instance is made"
        placeholder="https://"
      />
      <TextInput
        {...shared}
        name="origin"
        label="Origin of your page"
        description="When your page opens the link in a popup: it hears how it went"
        placeholder="https://app.example.com"
      />
    </Stack>
  )
}
