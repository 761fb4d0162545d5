import { useRef } from 'react'
import type { ServiceState } from '../../../shared/ipc'
import { Spinner, secondsLeft, useTicking, useTranslate } from '../ui'

/** What each service is doing, in words; a wait says how long, and counts down. */
export function SearchProgress({ services }: { services: readonly ServiceState[] }) {
  const translate = useTranslate()
  return (
    <div className="lookup-none">
      <Spinner label={translate('lookup.searching')} />
      <p role="status">{translate('lookup.searching')}</p>
      <ul className="lookup-services">
        {services.map((service) => (
          <Service key={service.service} state={service} />
        ))}
      </ul>
    </div>
  )
}

/** Not a live region: it would be read out every second. */
function Service({ state }: { state: ServiceState }) {
  const translate = useTranslate()
  const since = useRef({ state, at: Date.now() })
  if (since.current.state !== state) since.current = { state, at: Date.now() }
  const sinceMs = useTicking(since.current.at, state.waitMs !== undefined)
  const seconds = secondsLeft(state.waitMs, sinceMs)
  const text =
    seconds !== undefined && (state.state === 'waiting' || state.state === 'retrying')
      ? translate(`lookup.state.${state.state}In`, { seconds })
      : translate(`lookup.state.${state.state}`)
  return (
    <li>
      {translate(`lookup.service.${state.service}`)}: {text}
    </li>
  )
}
