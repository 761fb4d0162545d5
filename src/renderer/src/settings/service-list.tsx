import { useLayoutEffect, useRef, useState } from 'react'
import type { ServiceSetting } from '../../../shared/ipc'
import { useTranslate } from '../ui'
import { moved } from './in-order'
import { ServiceRow } from './service-row'
import { useServiceKeys } from './use-service-keys'

/** All services in the order that the person trusts them. */
export function ServiceList(props: {
  readonly services: readonly ServiceSetting[]
  readonly onChange: (services: ServiceSetting[]) => void
}) {
  const { services, onChange } = props
  const translate = useTranslate()
  const { kept, setKey } = useServiceKeys()
  const [said, setSaid] = useState('')
  const focused = useRef<Element>(null)
  const order = services.map(({ name }) => name).join()
  // A row that is put elsewhere in the page loses the focus on the way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what it follows.
  useLayoutEffect(() => {
    if (focused.current instanceof HTMLElement) focused.current.focus()
    focused.current = null
  }, [order])

  const move = (index: number, by: -1 | 1) => {
    focused.current = document.activeElement
    onChange([...moved(services, index, by)])
    const name = services[index]?.name
    if (name === undefined) return
    const service = translate(`lookup.service.${name}`)
    setSaid(
      translate('settings.service.moved', { service, position: index + by + 1, total: services.length }),
    )
  }

  return (
    <>
      <p className="settings-hint">{translate('settings.servicesHint')}</p>
      <ol className="services">
        {services.map((service, index) => (
          <ServiceRow
            key={service.name}
            service={service}
            isFirst={index === 0}
            isLast={index === services.length - 1}
            kept={kept.find((key) => key.service === service.name)}
            onChange={(changed) =>
              onChange(services.map((one) => (one.name === changed.name ? changed : one)))
            }
            onMove={(by) => move(index, by)}
            onKey={(key) => setKey(service.name, key)}
          />
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  )
}
