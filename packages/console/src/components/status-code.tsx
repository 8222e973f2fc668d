import { Badge } from '@mantine/core'

/** A status of HTTP. The number says it, the colour only repeats it. */
export function StatusCode({ code }: { readonly code: number }) {
  return (
    <Badge color={colorOf(code)} variant="light" radius="sm">
      {code}
    </Badge>
  )
}

function colorOf(code: number): string {
  if (code >= 500) return 'red'
  return code >= 400 ? 'yellow' : 'green'
}
