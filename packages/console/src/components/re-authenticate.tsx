import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import type { Instance } from '@valence/sdk'
import { api } from '../api/client.ts'
import { beginJourney, leaveFor } from '../api/journey.ts'
import { Problem } from './problem.tsx'
import { useComeBack } from './unfinished-journey.tsx'

/** A new consent for the same instance: id and token stay. */
export function ReAuthenticate({
  instance,
  isNeeded,
}: {
  readonly instance: Instance
  readonly isNeeded: boolean
}) {
  const [isOpen, dialog] = useDisclosure(false)
  const begin = useMutation({
    mutationFn: async () => {
      const { body } = await api.call('POST /pending-connections', {
        body: { instanceId: instance.id },
      })
      beginJourney({
        kind: 'own',
        state: body.state,
        element: instance.element.key,
        name: instance.name,
        instanceId: instance.id,
      })
      leaveFor(body.oauthUrl)
    },
  })
  useComeBack(begin.reset)
  return (
    <>
      <Button variant={isNeeded ? 'filled' : 'default'} onClick={dialog.open}>
        Re-authenticate…
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} title={`Re-authenticate “${instance.name}”`}>
        <Stack>
          <Text size="sm">
            The vendor asks you to sign in and to allow access again. Sign in with the same account:
            the instance keeps its id, its token and its settings. Until you are done it works, or
            does not work, as before.
          </Text>
          {begin.isError && <Problem error={begin.error} title="It could not begin" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              Cancel
            </Button>
            <Button
              loading={begin.isPending || begin.isSuccess}
              onClick={() => begin.mutate()}
              data-autofocus
            >
              Go to the vendor
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
