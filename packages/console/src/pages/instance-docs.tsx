import { Alert, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { instanceDocsQuery, instanceQuery } from '../api/queries.ts'
import { ObjectFields } from '../components/object-fields.tsx'
import { Page } from '../components/page.tsx'
import { Problem } from '../components/problem.tsx'
import classes from './instance-docs.module.css'

const route = getRouteApi('/shell/instances/$id/docs')

const Viewer = lazy(async () => ({
  default: (await import('../components/swagger-viewer.tsx')).SwaggerViewer,
}))

/** The API of one instance, to try out, with the vendor's objects beside it. */
export function InstanceDocsPage() {
  const { id } = route.useParams()
  const instance = useQuery(instanceQuery(id))
  const docs = useQuery(instanceDocsQuery(id))
  const name = instance.data?.name ?? `Instance ${id}`
  const error = instance.error ?? docs.error
  return (
    <Page
      title={`API docs of ${name}`}
      up={{ label: name, link: { to: '/instances/$id', params: { id } } }}
      intro="Open an operation and choose “Try it out”. Requests are made for real, with this instance’s token."
    >
      {error && <Problem error={error} title="They cannot be shown" />}
      {instance.data?.disabled && (
        <Alert color="yellow" variant="light" mb="md" title="This instance is disabled">
          Requests are refused until it is enabled again.
        </Alert>
      )}
      {instance.data && docs.data ? (
        <div className={classes.columns}>
          <section aria-label="Operations" className={classes.operations}>
            <Suspense fallback={<Skeleton h={480} />}>
              <Viewer document={docs.data} token={instance.data.token} />
            </Suspense>
          </section>
          <section aria-labelledby="objects" className={classes.objects}>
            <ObjectFields instance={instance.data} headingId="objects" />
          </section>
        </div>
      ) : (
        !error && <Skeleton h={480} />
      )}
    </Page>
  )
}
