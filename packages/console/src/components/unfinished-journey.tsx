import { Alert, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { endJourney, readJourney } from '../api/journey.ts'

/** Calls back when the browser revives this page from its memory, as the back button does. */
export function useComeBack(onComeBack: () => void): void {
  useEffect(() => {
    const revive = (event: PageTransitionEvent) => {
      if (event.persisted) onComeBack()
    }
    window.addEventListener('pageshow', revive)
    return () => window.removeEventListener('pageshow', revive)
  }, [onComeBack])
}

/** Says so when somebody left for the vendor from here and came back without an answer. */
export function UnfinishedJourney({ element }: { readonly element: string }) {
  const [journey, setJourney] = useState(readJourney)
  useComeBack(() => setJourney(readJourney()))
  const isOurs = journey?.kind === 'own' && journey.element === element
  const state = isOurs ? journey.state : ''
  const pending = useQuery({
    queryKey: ['pending-connections', state],
    queryFn: async () =>
      (await api.call('GET /pending-connections/{state}', { path: { state } })).body,
    enabled: isOurs,
    retry: false,
  })
  if (!isOurs || pending.data?.status !== 'pending') return null
  return (
    <Alert
      color="yellow"
      variant="light"
      title="You came back without an answer of the vendor"
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={() => {
        endJourney()
        setJourney(undefined)
      }}
    >
      <Text size="sm">
        Nothing was made for “{journey.name}”. If the vendor’s page is still open in another tab,
        you can finish there; or begin again here.
      </Text>
    </Alert>
  )
}
