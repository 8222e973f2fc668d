import { Alert, Code, Group, Text } from '@mantine/core'
import { ApiError } from '@valence/sdk'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import { AlertIcon } from './icons.tsx'

/** A failure in words, with what the vendor said and the request id for whoever looks into it. */
export function Problem({
  error,
  title = 'That did not work',
  children,
}: {
  readonly error: unknown
  readonly title?: string
  /** What to do now. */
  readonly children?: ReactNode
}) {
  const { message, providerMessage, requestId } = describe(error)
  return (
    <Alert color="red" variant="light" icon={<AlertIcon />} title={title} role="alert">
      <Text size="sm">{message}</Text>
      {providerMessage && (
        <Text size="sm" mt={4}>
          The vendor said: {providerMessage}
        </Text>
      )}
      {children}
      {requestId && (
        <Group gap="xs" mt="xs">
          <Text size="sm">
            Request <Code>{requestId}</Code>
          </Text>
          <CopyButton value={requestId} what="request id" size="compact-xs" />
        </Group>
      )}
    </Alert>
  )
}

function describe(error: unknown) {
  if (error instanceof ApiError) return error
  return {
    message: error instanceof Error ? error.message : String(error),
    providerMessage: undefined,
    requestId: undefined,
  }
}
