import type { QueuedRequest, QueueState, RequestSubject } from '../../shared/ipc'
import type { Problem } from '../../shared/model'
import { type Clock, type Connectivity, OfflineError, RequestQueue, systemClock } from '../http'
import { serviceProblem } from './service-problem'
import { serviceTitles } from './services/titles'
import { throttled } from './throttled'

export type ServiceRequests = RequestQueue<RequestSubject, Problem>

/** The queue for requests to services: what they are for in a person's terms, and their failures as problems. */
export const createServiceRequests = (clock: Clock = systemClock): ServiceRequests =>
  new RequestQueue({
    clock,
    failureOf: (error, { service }) => {
      // Something kept stands in.
      if (error instanceof OfflineError) return undefined
      const problem = serviceProblem(serviceTitles[service], error)
      // That there is none is an answer.
      return problem.code === 'lookup.notFound' ? undefined : problem
    },
  })

/** Nobody reads further, and each change sends the whole list. */
const mostShown = 100
/** Each change of a queue at work is followed by others. */
const pauseMs = 150

export interface QueueViewOptions {
  readonly requests: ServiceRequests
  readonly connectivity: Connectivity
  /** Told the new state, at once and then no more often than a few times a second. */
  readonly onChanged: (state: QueueState) => void
  readonly clock?: Clock
}

/** The queue as the window shows and steers it. */
export function createQueueView({
  requests,
  connectivity,
  onChanged,
  clock = systemClock,
}: QueueViewOptions) {
  function state(): QueueState {
    const all = requests.state()
    return {
      paused: all.paused,
      network: connectivity.state().kind,
      requests: all.requests.slice(0, mostShown).map(toMessage),
      more: Math.max(0, all.requests.length - mostShown),
    }
  }

  const tell = throttled(() => onChanged(state()), pauseMs, clock)

  requests.subscribe(tell)
  connectivity.subscribe(tell)

  return {
    state,
    sent: () => requests.sent().map(({ what, ...sent }) => ({ ...sent, subject: what })),
    cancel: (id: number) => requests.cancel(id),
    cancelAll: () => requests.cancelAll(),
    setPaused: (paused: boolean) => requests.setPaused(paused),
    forgetFailed: () => requests.forgetFailed(),
    tryNow: () => connectivity.tryNow(),
  }
}

function toMessage(request: ReturnType<ServiceRequests['state']>['requests'][number]): QueuedRequest {
  const { id, what, state, attempt, maxAttempts, forMs } = request
  return {
    id,
    subject: what,
    state: state.kind === 'failed' ? { kind: 'failed', problem: state.failure } : state,
    attempt,
    maxAttempts,
    forMs,
  }
}
