import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { CheckIcon, CopyIcon } from './icons.tsx'

/** Copies a text, and says that it did. */
export function CopyButton({
  value,
  what,
  size = 'compact-sm',
}: {
  readonly value: string
  /** What is copied, such as "token": read out by screen readers. */
  readonly what: string
  readonly size?: string
}) {
  const clipboard = useClipboard({ timeout: 2_000 })
  return (
    <Button
      variant="default"
      size={size}
      leftSection={clipboard.copied ? <CheckIcon /> : <CopyIcon />}
      onClick={() => clipboard.copy(value)}
      aria-label={clipboard.copied ? `Copied ${what}` : `Copy ${what}`}
    >
      {clipboard.copied ? 'Copied' : 'Copy'}
    </Button>
  )
}
