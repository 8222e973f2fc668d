import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { ApiError, type Instance } from '@valence/sdk'
import { api } from '../api/client.ts'
import { queryClient } from '../api/query-client.ts'

/** Disabling can be taken back with the same button, so it is done at once. */
export function EnableSwitch({ instance }: { readonly instance: Instance }) {
  const path = { id: String(instance.id) }
  const change = useMutation({
    mutationFn: async () => {
      if (instance.disabled) await api.call('PUT /instances/{id}/enabled', { path })
      else await api.call('DELETE /instances/{id}/enabled', { path })
      await queryClient.invalidateQueries({ queryKey: ['instances'] })
    },
    onSuccess: () =>
      notifications.show({
        message: instance.disabled
          ? `“${instance.name}” is enabled: requests are answered again.`
          : `“${instance.name}” is disabled: requests are refused until it is enabled.`,
      }),
    onError: (error) =>
      notifications.show({
        color: 'red',
        message: error instanceof ApiError ? error.message : String(error),
      }),
  })
  return (
    <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
      {instance.disabled ? 'Enable' : 'Disable'}
    </Button>
  )
}
