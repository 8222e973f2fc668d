import type { Usage } from '@valence/sdk'
import { BASE_PATH } from '@valence/sdk'
import { useEffect, useRef, useState } from 'react'
import { isWanted, type UsageFilter } from './usage.ts'

/** More than this is not kept: the list is a view of the present. */
const maxKept = 500

export interface LiveUsage {
  /** Newest first. */
  readonly heard: readonly Usage[]
  /** How many more came since the list was paused. */
  readonly waiting: number
  readonly state: 'connecting' | 'live' | 'interrupted'
}

/**
 * Requests as they happen. The browser connects again by itself when the stream ends.
 *
 * @param filter - Those that do not match are passed over; with another filter it begins anew.
 * @param isPaused - What comes meanwhile is held back, and shown when it goes on.
 */
export function useLiveUsage(filter: UsageFilter, isPaused: boolean): LiveUsage {
  const [all, setAll] = useState<readonly Usage[]>([])
  const [shown, setShown] = useState<readonly Usage[]>([])
  const [state, setState] = useState<LiveUsage['state']>('connecting')
  const key = JSON.stringify(filter)
  const filterOf = useRef(filter)
  filterOf.current = filter
  useEffect(() => {
    const { instance } = JSON.parse(key) as UsageFilter
    const query = instance ? `?elementInstanceId=${encodeURIComponent(instance)}` : ''
    const source = new EventSource(`${BASE_PATH}/usage/stream${query}`)
    source.addEventListener('open', () => setState('live'))
    source.addEventListener('error', () => setState('interrupted'))
    source.addEventListener('usage', ({ data }) => {
      const usage = JSON.parse(data) as Usage
      if (isWanted(usage, filterOf.current)) setAll((old) => [usage, ...old].slice(0, maxKept))
    })
    return () => {
      source.close()
      setAll([])
      setShown([])
      setState('connecting')
    }
  }, [key])
  useEffect(() => {
    if (!isPaused) setShown(all)
  }, [isPaused, all])
  return { heard: shown, waiting: Math.max(0, all.length - shown.length), state }
}
