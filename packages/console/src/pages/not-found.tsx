import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Page } from '../components/page.tsx'

export function NotFoundPage() {
  return (
    <main>
      <Page title="There is no such page" isNarrow>
        <Text>
          The address may be mistyped, or what it named is gone.{' '}
          <Anchor renderRoot={(props) => <Link {...props} to="/elements" />}>
            Go to the elements
          </Anchor>
        </Text>
      </Page>
    </main>
  )
}
