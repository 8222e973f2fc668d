import { Badge, Group } from '@mantine/core'

export function TagList({ tags }: { readonly tags: readonly string[] }) {
  if (tags.length === 0) return null
  return (
    <Group gap={4}>
      {tags.map((tag) => (
        <Badge key={tag} color="gray" variant="light" tt="none" fw={400}>
          {tag}
        </Badge>
      ))}
    </Group>
  )
}
