import type { ServiceState } from '../../../shared/ipc'
import { Spinner, useTranslate } from '../ui'

/** What each service is doing, in words; a wait says how long. */
export function SearchProgress({ services }: { services: readonly ServiceState[] }) {
  const translate = useTranslate()
  return (
    <div className="lookup-none" role="status">
      <Spinner label={translate('lookup.searching')} />
      <p>{translate('lookup.searching')}</p>
      <ul className="lookup-services">
        {services.map(({ service, state, waitMs }) => (
          <li key={service}>
            {translate(`lookup.service.${service}`)}:{' '}
            {translate(`lookup.state.${state}`, { seconds: Math.ceil((waitMs ?? 0) / 1000) })}
          </li>
        ))}
      </ul>
    </div>
  )
}
