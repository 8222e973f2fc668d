import { Alert, Anchor, Code, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { instanceQuery } from '../api/queries.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { CheckIcon } from '../components/icons.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { Secret } from '../components/secret.tsx'

const route = getRouteApi('/shell/instances/$id/connected')

/** The end of the way: what was made, and what can be done with it. */
export function ConnectedPage() {
  const { id } = route.useParams()
  const { again = false } = route.useSearch()
  const instance = useQuery(instanceQuery(id))
  const title = again ? 'Connected again' : 'Instance created'
  return (
    <Page title={title} isNarrow up={{ label: 'Instances', link: { to: '/instances' } }}>
      {instance.isError && <Problem error={instance.error} title="It cannot be shown" />}
      {instance.isPending && <Skeleton h={320} />}
      {instance.data && (
        <Stack gap="xl">
          <Alert color="green" variant="light" icon={<CheckIcon />} role="status">
            “{instance.data.name}” is connected to {instance.data.element.name}.{' '}
            {again
              ? 'Its id and token are the same as before.'
              : 'The server keeps the connection alive from now on.'}
          </Alert>
          <Stack gap="md">
            <div>
              <Text size="sm" c="dimmed">
                Id
              </Text>
              <Group gap="xs" mt={4}>
                <Code fz="sm">{id}</Code>
                <CopyButton value={id} what="id" />
              </Group>
            </div>
            <Secret label="Token" value={instance.data.token} />
          </Stack>
          <NextSteps id={id} />
        </Stack>
      )}
    </Page>
  )
}

function NextSteps({ id }: { readonly id: string }) {
  return (
    <section aria-labelledby="next-steps">
      <Title order={2} id="next-steps" mb="sm">
        What next
      </Title>
      <Stack gap="sm">
        <Step
          link={
            <Anchor
              renderRoot={(props) => <Link {...props} to="/instances/$id/docs" params={{ id }} />}
            >
              Make requests in the API docs
            </Anchor>
          }
          text="Every resource of this instance, to read about and to try out."
        />
        <Step
          link={
            <Anchor
              renderRoot={(props) => <Link {...props} to="/instances/$id/docs" params={{ id }} />}
            >
              Map it to a virtual data resource
            </Anchor>
          }
          text={
            <>
              One shape of your own for the records of every vendor. It is made through the API,
              below <Code fz="inherit">/vdrs</Code>; from then on it stands in the API docs of this
              instance, beside the vendor’s own resources.
            </>
          }
        />
        <Step
          link="Use it in a formula template"
          text="Work that runs when something happens at the vendor. It is not part of this version; the instance needs no change when it comes."
        />
        <Step
          link={
            <Anchor renderRoot={(props) => <Link {...props} to="/instances/$id" params={{ id }} />}>
              Look after the instance
            </Anchor>
          }
          text="Its state, its token, its settings."
        />
        <Step
          link={
            <Anchor
              renderRoot={(props) => <Link {...props} to="/activity" search={{ instance: id }} />}
            >
              Watch its requests
            </Anchor>
          }
          text="Each request as it happens, and what the vendor answered."
        />
      </Stack>
    </section>
  )
}

function Step({ link, text }: { readonly link: ReactNode; readonly text: ReactNode }) {
  return (
    <div>
      {link}
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    </div>
  )
}
