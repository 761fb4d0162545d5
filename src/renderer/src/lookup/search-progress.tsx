import { useEffect, useRef, useState } from 'react'
import type { ServiceState } from '../../../shared/ipc'
import { Spinner, useTranslate } from '../ui'
import { secondsLeft } from './seconds-left'

const tickMs = 250

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
  const [now, setNow] = useState(Date.now)
  if (since.current.state !== state) since.current = { state, at: Date.now() }
  useEffect(() => {
    if (state.waitMs === undefined) return
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [state])
  const seconds = secondsLeft(state, since.current.at, Math.max(now, since.current.at))
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
