import { Button, Code, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ConnectLink } from '@valence/sdk'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { connectLinksQuery, elementsQuery } from '../api/queries.ts'
import { ConnectLinkCards, ConnectLinkTable } from '../components/connect-link-list.tsx'
import { Empty } from '../components/empty.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import { Secret } from '../components/secret.tsx'

/** The links that were made, and what came of each. */
export function ConnectLinksPage() {
  const list = useInfiniteQuery({ ...connectLinksQuery, refetchInterval: 15_000 })
  const links = list.data?.pages.flatMap((page) => page.body) ?? []
  return (
    <Page
      title="Connect links"
      intro="A link lets a customer connect an account of theirs without seeing this console. It works once, and expires."
      actions={links.length > 0 && <NewLink />}
    >
      {list.isError && <Problem error={list.error} title="The links cannot be shown" />}
      {list.isPending && <Skeleton h={240} />}
      {list.isSuccess && links.length === 0 && <NoLinks />}
      {links.length > 0 && (
        <Stack gap="xl">
          <LinkList links={links} />
          {list.hasNextPage && (
            <Button
              variant="default"
              loading={list.isFetchingNextPage}
              onClick={() => list.fetchNextPage()}
            >
              Show more
            </Button>
          )}
          <SigningSecret />
        </Stack>
      )}
    </Page>
  )
}

function NewLink() {
  return (
    <Button renderRoot={(props) => <Link {...props} to="/connect-links/new" />}>New link</Button>
  )
}

function NoLinks() {
  return (
    <Empty title="No connect link yet" action={<NewLink />}>
      Make a link, send it to your customer, or open it from your own page. They choose what to
      connect, sign in at the vendor, and you have an instance with its id and token. They need no
      account here.
    </Empty>
  )
}

function LinkList({ links }: { readonly links: readonly ConnectLink[] }) {
  const elements = useQuery(elementsQuery)
  const isWide = useMediaQuery('(min-width: 48em)')
  const names = new Map(elements.data?.map(({ key, name }) => [key, name]))
  const List = isWide ? ConnectLinkTable : ConnectLinkCards
  return <List links={links} elements={names} />
}

/** What callbacks are signed with. The server is asked for it only when the person asks. */
function SigningSecret() {
  const [isWanted, setIsWanted] = useState(false)
  const secret = useQuery({
    queryKey: ['secrets', 'signing'],
    queryFn: async () => (await api.call('GET /connect-links/signing-secret')).body.secret,
    enabled: isWanted,
    gcTime: 0,
  })
  return (
    <section aria-labelledby="signing">
      <Title order={2} id="signing" mb={4}>
        Signing secret of callbacks
      </Title>
      <Text size="sm" c="dimmed" mb="md" maw="44rem">
        Your callback address is sent a <Code>POST</Code> when an instance was made. Check its{' '}
        <Code>webhook-signature</Code> with this secret, so that nobody else can send you one.
      </Text>
      {!isWanted && (
        <Button variant="default" onClick={() => setIsWanted(true)}>
          Get the signing secret
        </Button>
      )}
      {secret.isError && <Problem error={secret.error} title="It cannot be shown" />}
      {isWanted && secret.isPending && <Skeleton h={50} />}
      {secret.data && <Secret label="Signing secret" value={secret.data} />}
    </section>
  )
}
