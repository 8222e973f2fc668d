import { Alert, Anchor, Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { MadeConnectLink } from '@valence/sdk'
import { useEffect, useRef } from 'react'
import { embedSnippet } from '../api/embed-snippet.ts'
import { CopyButton } from './copy-button.tsx'
import { CheckIcon } from './icons.tsx'
import classes from './made-link.module.css'
import { exactTime } from './moment.tsx'

/** A link that was just made. Its address is shown this once. */
export function MadeLink({
  link,
  onAnother,
}: {
  readonly link: MadeConnectLink
  readonly onAnother: () => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const snippet = embedSnippet(location.origin)
  return (
    <Stack gap="xl">
      <Alert color="green" variant="light" icon={<CheckIcon />} role="status">
        The link is made. Copy it now: it is shown this once.
      </Alert>
      <section aria-labelledby="made-link">
        <Title order={2} id="made-link" mb="xs" ref={heading} tabIndex={-1}>
          For your customer
        </Title>
        <Code block className={classes.address}>
          {link.url}
        </Code>
        <Group mt="xs">
          <CopyButton value={link.url} what="link" />
          <Text size="sm" c="dimmed">
            Works once, until {exactTime(link.expiresAt)}. Whoever has it can use it.
          </Text>
        </Group>
      </section>
      <section aria-labelledby="embed">
        <Title order={2} id="embed" mb={4}>
          In a page of yours
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {link.origin
            ? `This link may be opened from a page at ${link.origin}, which then hears how it went. Let your server make one for each customer:`
            : 'To open links in a popup, name the origin of your page when you make them, and let your server make one for each customer:'}
        </Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard */}
        <pre className={classes.snippet} tabIndex={0}>
          <code>{snippet}</code>
        </pre>
        <CopyButton value={snippet} what="snippet" />
      </section>
      <Group>
        <Button renderRoot={(props) => <Link {...props} to="/connect-links" />}>
          See all links
        </Button>
        <Anchor component="button" type="button" onClick={onAnother}>
          Make another
        </Anchor>
      </Group>
    </Stack>
  )
}
