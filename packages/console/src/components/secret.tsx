import { Button, Code, Group, Text } from '@mantine/core'
import { useEffect, useId, useState } from 'react'
import { CopyButton } from './copy-button.tsx'

/** A shown secret hides itself again after this time. */
const SHOWN_MS = 60_000

/** A secret: dots until somebody asks for it, and dots again a minute later. It can be copied without being shown. */
export function Secret({
  label,
  value,
  isLabelled = true,
}: {
  readonly label: string
  readonly value: string
  /** `false` where the name stands beside it already. */
  readonly isLabelled?: boolean
}) {
  const [isShown, setIsShown] = useState(false)
  const id = useId()
  useEffect(() => {
    if (!isShown) return
    const timer = setTimeout(() => setIsShown(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isShown])
  return (
    <div>
      <Text
        component="div"
        size="sm"
        c="dimmed"
        id={id}
        className={isLabelled ? undefined : 'visually-hidden'}
      >
        {label}
      </Text>
      <Group gap="xs" mt={isLabelled ? 4 : 0}>
        <Code aria-labelledby={id} fz="sm">
          {isShown ? value : '••••••••••••'}
        </Code>
        <Button
          variant="default"
          size="compact-sm"
          aria-pressed={isShown}
          aria-label={`${isShown ? 'Hide' : 'Show'} ${label.toLowerCase()}`}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? 'Hide' : 'Show'}
        </Button>
        <CopyButton value={value} what={label.toLowerCase()} />
      </Group>
    </div>
  )
}
