import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { Page } from './page.tsx'
import { Problem } from './problem.tsx'

/** A page that could not be shown. */
export function PageFailure({ error }: { readonly error: unknown }) {
  const router = useRouter()
  return (
    <Page title="This page could not be shown" isNarrow>
      <Problem error={error}>
        <Button variant="default" mt="sm" onClick={() => router.invalidate()}>
          Try again
        </Button>
      </Problem>
    </Page>
  )
}
