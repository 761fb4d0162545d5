import type { QueueState, SentRequest } from '../../../shared/ipc'
import type { CallHandlers } from '../handler-types'

/** All requests to services. */
export interface ServiceQueue {
  state(): QueueState
  /** What went out last, the newest first. */
  sent(): SentRequest[]
  cancel(id: number): void
  cancelAll(): void
  setPaused(paused: boolean): void
  forgetFailed(): void
  /** Whether the network is back. */
  tryNow(): void
}

type Handlers = Pick<
  CallHandlers,
  | 'queue.state'
  | 'queue.sent'
  | 'queue.cancel'
  | 'queue.cancelAll'
  | 'queue.setPaused'
  | 'queue.forgetFailed'
  | 'queue.tryNow'
>

export const queueHandlers = ({ queue }: { readonly queue: ServiceQueue }): Handlers => ({
  'queue.state': () => queue.state(),
  'queue.sent': () => queue.sent(),
  'queue.cancel': (id) => {
    queue.cancel(id)
  },
  'queue.cancelAll': () => {
    queue.cancelAll()
  },
  'queue.setPaused': (paused) => {
    queue.setPaused(paused)
  },
  'queue.forgetFailed': () => {
    queue.forgetFailed()
  },
  'queue.tryNow': () => {
    queue.tryNow()
  },
})
