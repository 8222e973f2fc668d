import { Center, Loader } from '@mantine/core'

/** A page that is on its way. It shows after a moment, so that quick pages don't flicker. */
export function Loading() {
  return (
    <Center mih="50vh">
      <Loader size="sm" role="status" />
    </Center>
  )
}
