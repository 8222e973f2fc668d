import { Button, Code, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { sessionQuery } from '../api/queries.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Facts } from '../components/facts.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { Secret } from '../components/secret.tsx'

export function OrganizationPage() {
  const { data: session } = useSuspenseQuery(sessionQuery)
  return (
    <Page title="Organization and secrets" isNarrow>
      <Stack gap="xl">
        <Facts
          facts={[
            ['Organization', session.organizationName],
            ['Account', session.accountName],
            ['You', `${session.firstName} ${session.lastName}`.trim()],
            ['E-mail address', session.username],
            ['Roles', session.roles.map(({ name }) => name).join(', ')],
          ]}
        />
        <Secrets />
      </Stack>
    </Page>
  )
}

/** The server is asked for them only when the person asks. */
function Secrets() {
  const [isWanted, setIsWanted] = useState(false)
  const secrets = useQuery({
    queryKey: ['secrets'],
    queryFn: async () => (await api.call('GET /authentication/secrets')).body,
    enabled: isWanted,
    gcTime: 0,
  })
  return (
    <section aria-labelledby="secrets">
      <Title order={2} id="secrets" mb={4}>
        Secrets for your applications
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        Applications show them in the <Code>Authorization</Code> header. Whoever has them can do
        everything you can do.
      </Text>
      {!isWanted && (
        <Button variant="default" onClick={() => setIsWanted(true)}>
          Get the secrets
        </Button>
      )}
      {secrets.isError && <Problem error={secrets.error} title="They cannot be shown" />}
      {isWanted && secrets.isPending && <Skeleton h={160} />}
      {secrets.data && (
        <Stack gap="md">
          <Secret label="User secret" value={secrets.data.userSecret} />
          <Secret label="Organization secret" value={secrets.data.organizationSecret} />
          <div>
            <Text size="sm" c="dimmed" mb={4}>
              As a header
            </Text>
            <CopyButton
              what="Authorization header"
              value={`Authorization: User ${secrets.data.userSecret}, Organization ${secrets.data.organizationSecret}`}
            />
          </div>
        </Stack>
      )}
    </section>
  )
}
