import { useId, useState } from 'react'
import type { ServiceSetting } from '../../../shared/ipc'
import { serviceFacts } from '../../../shared/model'
import { Checkbox, TextField, useTranslate } from '../ui'
import { Row } from './parts'
import { serviceUrl } from './service-url'

/** What a service is asked for, and where it answers. */
export function ServiceRow(props: {
  readonly service: ServiceSetting
  readonly onChange: (service: ServiceSetting) => void
}) {
  const { service, onChange } = props
  const translate = useTranslate()
  const { gives, baseUrl } = serviceFacts(service.name)
  const title = translate(`lookup.service.${service.name}`)
  return (
    <>
      <Row label={title}>
        {gives.map((use) => (
          <Checkbox
            key={use}
            checked={service.uses.includes(use)}
            onChange={(event) =>
              onChange({
                ...service,
                uses: event.target.checked
                  ? [...service.uses, use]
                  : service.uses.filter((other) => other !== use),
              })
            }
          >
            {translate(`settings.use.${use}`)}
          </Checkbox>
        ))}
      </Row>
      {baseUrl !== undefined && (
        <Address
          label={translate('settings.serviceUrl', { service: title })}
          value={service.baseUrl ?? baseUrl}
          onChange={(url) => onChange({ ...service, baseUrl: url })}
        />
      )}
    </>
  )
}

/** A service's address: kept only once it is one, and said so until then. */
function Address(props: { label: string; value: string; onChange: (value: string) => void }) {
  const { label, value, onChange } = props
  const translate = useTranslate()
  const id = useId()
  const [text, setText] = useState(value)
  const url = serviceUrl(text)
  const keep = () => {
    if (url === undefined || url === value) return
    setText(url)
    onChange(url)
  }
  return (
    <Row label={label} htmlFor={id}>
      <TextField
        id={id}
        label={label}
        value={text}
        aria-invalid={url === undefined}
        aria-describedby={`${id}-error`}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      <p id={`${id}-error`} className="settings-error" role="alert">
        {url === undefined && translate('settings.badUrl')}
      </p>
    </Row>
  )
}
