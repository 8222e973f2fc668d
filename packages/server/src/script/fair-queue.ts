/** A bounded queue that serves its keys in turn: a hundred runs of one script delay another script by one run. */
export interface FairQueue<Item> {
  readonly size: number
  /** Add an item behind the others of its key. `false` when the queue is full. */
  push(key: string, item: Item): boolean
  /** Take the next item of the key whose turn it is, passing over keys that are not accepted. */
  shift(accepts?: (key: string) => boolean): Item | undefined
  /** Take everything, in the order in which it would have been served. */
  drain(): Item[]
}

/** @param capacity - Most items waiting, all keys together. */
export function createFairQueue<Item>(capacity: number): FairQueue<Item> {
  // Insertion order is the order of turns: a key that was served goes to the end.
  const lanes = new Map<string, Item[]>()
  let size = 0

  function shift(accepts?: (key: string) => boolean): Item | undefined {
    for (const [key, lane] of lanes) {
      if (accepts && !accepts(key)) continue
      const item = lane.shift()
      size -= 1
      lanes.delete(key)
      if (lane.length > 0) lanes.set(key, lane)
      return item
    }
    return undefined
  }

  return {
    get size() {
      return size
    },
    push(key, item) {
      if (size >= capacity) return false
      const lane = lanes.get(key)
      if (lane) lane.push(item)
      else lanes.set(key, [item])
      size += 1
      return true
    },
    shift,
    drain() {
      const items: Item[] = []
      for (let item = shift(); item !== undefined; item = shift()) items.push(item)
      return items
    },
  }
}
