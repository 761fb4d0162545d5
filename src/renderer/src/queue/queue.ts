import { createStore } from 'zustand/vanilla'
import { emptyQueue, type QueueState } from '../../../shared/ipc'
import type { bridge as realBridge } from '../bridge'

interface Queue {
  readonly state: QueueState
  /** When that was so, in ms of this page's clock: waits are counted from then. */
  readonly at: number
}

/** The requests to services, as main last told. */
export const queue = createStore<Queue>()(() => ({ state: emptyQueue, at: 0 }))

export const takeQueue = (state: QueueState, now = Date.now()): void => queue.setState({ state, at: now })

/** Follows main's queue from now on. @returns what ends it */
export function watchQueue(bridge: Pick<typeof realBridge, 'queue' | 'events'>): () => void {
  const end = bridge.events.on('queue.changed', (state) => takeQueue(state))
  void bridge.queue.state().then((answer) => {
    if (answer.ok) takeQueue(answer.value)
  })
  return end
}
