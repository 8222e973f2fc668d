import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { elementDocsQuery, elementQuery } from '../api/queries.ts'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'

const route = getRouteApi('/shell/elements/$key/docs')

const Viewer = lazy(async () => ({
  default: (await import('../components/swagger-viewer.tsx')).SwaggerViewer,
}))

/** What an element's resources take and answer, before there is an instance of it. */
export function ElementDocsPage() {
  const { key } = route.useParams()
  const element = useQuery(elementQuery(key))
  const docs = useQuery(elementDocsQuery(key))
  const name = element.data?.name ?? key
  return (
    <Page
      title={`API docs of ${name}`}
      up={{ label: name, link: { to: '/elements/$key', params: { key } } }}
      intro={
        <Text>
          To read. To try requests out,{' '}
          <Link to="/elements/$key/authenticate" params={{ key }}>
            authenticate
          </Link>{' '}
          and open the API docs of the instance.
        </Text>
      }
    >
      {docs.isError && <Problem error={docs.error} title="They cannot be shown" />}
      {docs.isPending && <Skeleton h={480} />}
      {docs.data && (
        <Suspense fallback={<Skeleton h={480} />}>
          <Viewer document={docs.data} />
        </Suspense>
      )}
    </Page>
  )
}
