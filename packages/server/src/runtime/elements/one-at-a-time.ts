/**
 * Changes of one thing, one after the other in this process. Clients upload the resources of an element all at once; each
 * change rewrites the whole definition, and without a queue most would be made in vain.
 */
export interface OneAtATime {
  run<T>(name: string, work: () => Promise<T>): Promise<T>
}

export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>()
  return {
    run(name, work) {
      const before = last.get(name) ?? Promise.resolve()
      const turn = before.then(work, work)
      last.set(name, turn)
      const leave = () => {
        if (last.get(name) === turn) last.delete(name)
      }
      turn.then(leave, leave)
      return turn
    },
  }
}
