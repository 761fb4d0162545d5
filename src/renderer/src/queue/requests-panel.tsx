import { useStore } from 'zustand'
import { problemSentence } from '../../../shared/i18n'
import type { QueuedRequest, QueueState } from '../../../shared/ipc'
import { bridge } from '../bridge'
import { Button, CloseIcon, IconButton, useTicking, useTranslate, WarningIcon } from '../ui'
import { queue } from './queue'
import { isAlive, stateText, whatText } from './request-text'
import { SentRequests } from './sent-requests'
import { ServiceName } from './service-name'

/** All requests to services: what waits, why and how long, what runs, what failed lately. */
export function RequestsPanel() {
  const translate = useTranslate()
  const { state, at } = useStore(queue)
  const alive = state.requests.some(isAlive)
  const sinceMs = useTicking(at, alive)
  return (
    <section className="requests" aria-label={translate('queue.title')}>
      <div className="requests-head">
        <h3>{translate('queue.title')}</h3>
        {(alive || state.paused) && (
          <Button look="plain" onClick={() => void bridge.queue.setPaused(!state.paused)}>
            {translate(state.paused ? 'queue.resume' : 'queue.pause')}
          </Button>
        )}
        {alive && (
          <Button look="plain" onClick={() => void bridge.queue.cancelAll()}>
            {translate('queue.cancelAll')}
          </Button>
        )}
      </div>
      {alive && <Network network={state.network} />}
      {state.requests.length === 0 ? (
        <p className="requests-none">{translate('queue.none')}</p>
      ) : (
        <ul className="requests-list">
          {state.requests.map((request) => (
            <Request key={request.id} request={request} sinceMs={sinceMs} />
          ))}
        </ul>
      )}
      {state.more > 0 && <p className="requests-none">{translate('queue.more', { count: state.more })}</p>}
      {state.requests.some((request) => !isAlive(request)) && (
        <Button look="plain" onClick={() => void bridge.queue.forgetFailed()}>
          {translate('queue.forget')}
        </Button>
      )}
      <SentRequests />
    </section>
  )
}

/** One sentence for all that waits for the same thing. */
function Network({ network }: Pick<QueueState, 'network'>) {
  const translate = useTranslate()
  if (network === 'online') return null
  return (
    <p className="requests-network">
      <WarningIcon />
      <span>
        {translate(`queue.${network}`)}.{network === 'sign-in' && ` ${translate('queue.sign-inHint')}`}
      </span>
      <Button look="plain" onClick={() => void bridge.queue.tryNow()}>
        {translate('queue.tryNow')}
      </Button>
    </p>
  )
}

function Request({ request, sinceMs }: { request: QueuedRequest; sinceMs: number }) {
  const translate = useTranslate()
  const { id, subject, state, forMs } = request
  const what = whatText(translate, request)
  const seconds = Math.floor((forMs + sinceMs) / 1000)
  return (
    <li className="request">
      <span className="request-what">{what}</span>
      {state.kind === 'failed' ? (
        <span className="request-state request-failed">
          <WarningIcon />
          <span>{problemSentence(translate, state.problem)}</span>
        </span>
      ) : (
        <span className="request-state">
          <ServiceName service={subject.service} /> · {stateText(translate, request, sinceMs)}
          {seconds > 0 && ` · ${translate('queue.for', { seconds })}`}
        </span>
      )}
      {state.kind !== 'failed' && (
        <IconButton
          label={translate('queue.cancelOne', { what })}
          icon={<CloseIcon />}
          onClick={() => void bridge.queue.cancel(id)}
        />
      )}
    </li>
  )
}
