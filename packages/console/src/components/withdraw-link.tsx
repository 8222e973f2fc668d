import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import type { ConnectLink } from '@valence/sdk'
import { api } from '../api/client.ts'
import { queryClient } from '../api/query-client.ts'
import { Problem } from './problem.tsx'

/** Withdrawing cannot be taken back, so it is asked twice. */
export function WithdrawLink({
  link,
  name,
}: {
  readonly link: ConnectLink
  readonly name: string
}) {
  const [isOpen, dialog] = useDisclosure(false)
  const withdraw = useMutation({
    mutationFn: async () => {
      await api.call('DELETE /connect-links/{id}', { path: { id: String(link.id) } })
      await queryClient.invalidateQueries({ queryKey: ['connect-links'] })
    },
    onSuccess: () => {
      dialog.close()
      notifications.show({ message: `“${name}” is withdrawn: nobody can use it any more.` })
    },
  })
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        onClick={dialog.open}
        aria-label={`Withdraw ${name}`}
      >
        Withdraw…
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} title={`Withdraw “${name}”?`}>
        <Stack>
          <Text size="sm">
            Whoever opens it from now on reads that it was withdrawn. This cannot be taken back; you
            can make another link.
          </Text>
          {withdraw.isError && <Problem error={withdraw.error} title="Not withdrawn" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={dialog.close}>
              Keep it
            </Button>
            <Button
              color="red"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate()}
              data-autofocus
            >
              Withdraw
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
