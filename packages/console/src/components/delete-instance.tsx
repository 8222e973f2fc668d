import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Instance } from '@valence/sdk'
import { type FormEvent, useState } from 'react'
import { api } from '../api/client.ts'
import { queryClient } from '../api/query-client.ts'
import { Problem } from './problem.tsx'

/** Deleting is asked twice: the second time by the instance's name. */
export function DeleteInstance({ instance }: { readonly instance: Instance }) {
  const [isOpen, dialog] = useDisclosure(false)
  const [typed, setTyped] = useState('')
  const router = useRouter()
  const id = String(instance.id)
  const remove = useMutation({
    mutationFn: () => api.call('DELETE /instances/{id}', { path: { id } }),
    onSuccess: async () => {
      await router.navigate({ to: '/instances' })
      queryClient.removeQueries({ queryKey: ['instances', id] })
      await queryClient.invalidateQueries({ queryKey: ['instances'] })
      notifications.show({ message: `“${instance.name}” is deleted.` })
    },
  })
  const isNamed = typed.trim() === instance.name.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isNamed) remove.mutate()
  }
  return (
    <>
      <Button variant="outline" color="red" onClick={dialog.open}>
        Delete this instance…
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} title={`Delete “${instance.name}”?`}>
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">
              Applications that use its token get refused from now on. This cannot be taken back.
            </Text>
            <TextInput
              label={`To confirm, type the name: ${instance.name}`}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
            {remove.isError && <Problem error={remove.error} title="Not deleted" />}
            <Group justify="flex-end">
              <Button variant="default" onClick={dialog.close}>
                Keep it
              </Button>
              <Button type="submit" color="red" disabled={!isNamed} loading={remove.isPending}>
                Delete
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
