import { useStore } from 'zustand'
import type { QueueState } from '../../../shared/ipc'
import { useTicking, useTranslate } from '../ui'
import { queue } from './queue'
import { foremost, isAlive, stateText, whatText } from './request-text'
import { ServiceName } from './service-name'

/** The service queue in the status bar: what is asked, or why it waits and how long. Nothing while nothing is. */
export function QueueStatus({ onOpen }: { onOpen: () => void }) {
  const { state, at } = useStore(queue)
  const alive = state.requests.filter(isAlive)
  if (alive.length === 0 && !state.paused) return null
  return (
    <div className="queue-status">
      <button type="button" className="queue-status-open" onClick={onOpen}>
        <Mark state={state} />
        <Words state={state} at={at} />
      </button>
      <Announcement state={state} />
    </div>
  )
}

/** A shape for each state, so that it is not told by colour alone. */
function Mark({ state }: { state: QueueState }) {
  const running = state.requests.some((request) => request.state.kind === 'running')
  const shape = state.paused ? 'paused' : state.network !== 'online' ? 'down' : running ? 'runs' : 'waits'
  return <span className={`queue-mark queue-mark-${shape}`} aria-hidden="true" />
}

function Words({ state, at }: { state: QueueState; at: number }) {
  const translate = useTranslate()
  const alive = state.requests.filter(isAlive)
  const sinceMs = useTicking(at, alive.length > 0)
  const count = alive.length + state.more
  const waiting = count > 0 && ` · ${translate('queue.waiting', { count })}`
  if (state.paused) {
    return (
      <span className="queue-status-words">
        {translate('queue.paused')}
        {waiting}
      </span>
    )
  }
  if (state.network !== 'online') {
    return (
      <span className="queue-status-words">
        {translate(`queue.${state.network}`)}
        {waiting}
      </span>
    )
  }
  const first = foremost(state.requests)
  if (first === undefined) return null
  return (
    <>
      <span className="queue-status-words">
        <ServiceName service={first.subject.service} />: {whatText(translate, first)}
      </span>
      <span className="queue-status-state">
        · {stateText(translate, first, sinceMs)}
        {count > 1 && ` · ${translate('queue.more', { count: count - 1 })}`}
      </span>
    </>
  )
}

/** Only what stays for a while is read out: not every request, nor every second. */
function Announcement({ state }: { state: QueueState }) {
  const translate = useTranslate()
  return (
    <span role="status" className="visually-hidden">
      {state.paused
        ? translate('queue.paused')
        : state.network === 'online'
          ? ''
          : translate(`queue.${state.network}`)}
    </span>
  )
}
