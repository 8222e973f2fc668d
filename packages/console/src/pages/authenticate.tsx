import { Alert, Anchor, Button, Code, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { asksForConsent, type ElementView } from '../api/element.ts'
import { beginJourney, leaveFor } from '../api/journey.ts'
import { elementQuery, operatorAppQuery } from '../api/queries.ts'
import { queryClient } from '../api/query-client.ts'
import { ApplicationChoice, type WhoseApplication } from '../components/application-choice.tsx'
import { ConfigurationFields, readConfiguration } from '../components/configuration-fields.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { readTags } from '../components/tags.ts'
import { UnfinishedJourney, useComeBack } from '../components/unfinished-journey.tsx'

const route = getRouteApi('/shell/elements/$key/authenticate')

/** Keys of the application at the vendor. They are asked for only when it is the person's own. */
const applicationKeys = new Set(['oauth.api.key', 'oauth.api.secret'])
const callbackKey = 'oauth.callback.url'

export function AuthenticatePage() {
  const { key } = route.useParams()
  const element = useQuery(elementQuery(key))
  const operatorApp = useQuery(operatorAppQuery(key))
  const up = {
    label: element.data?.name ?? key,
    link: { to: '/elements/$key', params: { key } },
  } as const
  return (
    <Page
      title={`Authenticate ${element.data?.name ?? key}`}
      up={up}
      isNarrow
      intro="Makes an instance: one authenticated connection to one account at the vendor."
    >
      {element.isError && <Problem error={element.error} title="This element cannot be shown" />}
      {element.data && !operatorApp.isPending ? (
        <AuthenticateForm element={element.data} hasOperatorApp={operatorApp.data === true} />
      ) : (
        !element.isError && <Skeleton h={420} />
      )}
    </Page>
  )
}

interface FormProps {
  readonly element: ElementView
  readonly hasOperatorApp: boolean
}

function AuthenticateForm({ element, hasOperatorApp }: FormProps) {
  const [whose, setWhose] = useState<WhoseApplication>(hasOperatorApp ? 'operator' : 'own')
  const consent = asksForConsent(element)
  const begin = useBegin(element, consent)
  // Coming back with the browser's back button revives the page as it was left: waiting.
  useComeBack(begin.reset)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    begin.mutate({
      name: String(form.get('name')),
      tags: readTags(form.get('tags')),
      configuration: readConfiguration(form),
    })
  }
  const fields = element.fields.filter(({ key }) =>
    applicationKeys.has(key) ? whose === 'own' : !(consent && key === callbackKey),
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <UnfinishedJourney element={element.key} />
        <TextInput
          name="name"
          label="Name of the instance"
          description="How you will find it again, such as the customer's name"
          required
          autoComplete="off"
        />
        {consent && hasOperatorApp && <ApplicationChoice value={whose} onChange={setWhose} />}
        {consent && whose === 'own' && <CallbackAddress />}
        <ConfigurationFields fields={fields} />
        <TextInput
          name="tags"
          label="Tags"
          description="Separated by commas; to group instances"
          autoComplete="off"
        />
        {begin.isError && <Problem error={begin.error} title="Not connected" />}
        <Group>
          <Button type="submit" loading={begin.isPending || begin.isSuccess}>
            Create instance
          </Button>
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link {...props} to="/elements/$key" params={{ key: element.key }} />
            )}
          >
            Cancel
          </Anchor>
        </Group>
        {consent && (
          <Text size="sm" c="dimmed">
            Next, the vendor asks you to sign in and to allow access. Nothing is made before you do.
          </Text>
        )}
      </Stack>
    </form>
  )
}

interface Wanted {
  readonly name: string
  readonly tags: string[]
  readonly configuration: Record<string, string>
}

/** Send the person to the vendor; or, where the vendor asks nobody, make the instance at once. */
function useBegin(element: ElementView, consent: boolean) {
  const router = useRouter()
  return useMutation({
    mutationFn: async (wanted: Wanted) => {
      if (consent) return beginConsent(element.key, wanted)
      const { body } = await api.call('POST /instances', {
        body: { ...wanted, element: { key: element.key } },
      })
      await queryClient.invalidateQueries({ queryKey: ['instances'] })
      await router.navigate({ to: '/instances/$id/connected', params: { id: String(body.id) } })
    },
  })
}

async function beginConsent(element: string, wanted: Wanted): Promise<void> {
  const { body } = await api.call('POST /pending-connections', { body: { element, ...wanted } })
  beginJourney({ kind: 'own', state: body.state, element, name: wanted.name })
  leaveFor(body.oauthUrl)
}

/** What has to be registered with an application of one's own. */
function CallbackAddress() {
  const address = `${location.origin}/oauth/callback`
  return (
    <Alert color="gray" variant="light" title="Your application at the vendor">
      <Text size="sm">Register this callback address with it, letter by letter:</Text>
      <Group gap="xs" mt={6}>
        <Code>{address}</Code>
        <CopyButton value={address} what="callback address" />
      </Group>
    </Alert>
  )
}
