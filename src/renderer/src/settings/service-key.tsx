import { useId, useState } from 'react'
import type { KeptKey } from '../../../shared/ipc'
import type { ServiceName } from '../../../shared/model'
import { Button, TextField, useTranslate } from '../ui'
import { serviceKey } from './service-key-text'

/** Where a person gets one. Said and not linked: it is theirs to go there. */
const pages: Partial<Record<ServiceName, string>> = {
  acoustid: 'acoustid.org/new-application',
  discogs: 'discogs.com/settings/developers',
}

/** The person's key for a service: a field while there is none, and that there is one. It is never shown again. */
export function ServiceKey(props: {
  readonly service: ServiceName
  readonly kept: KeptKey | undefined
  /** An empty key removes it. */
  readonly onChange: (key: string) => Promise<void>
}) {
  const { service, kept, onChange } = props
  const translate = useTranslate()
  const id = useId()
  const [text, setText] = useState('')
  const title = translate(`lookup.service.${service}`)
  const label = translate('settings.key', { service: title })
  const key = serviceKey(text)
  const keep = async () => {
    if (key === undefined) return
    await onChange(key)
    setText('')
  }

  if (kept !== undefined)
    return (
      <div className="service-key">
        <span className="service-key-kept">{translate(`settings.key.until.${kept.until}`)}</span>
        <Button
          aria-label={translate('settings.key.removeOf', { service: title })}
          onClick={() => void onChange('')}
        >
          {translate('settings.key.remove')}
        </Button>
      </div>
    )
  const isBad = text.trim() !== '' && key === undefined
  return (
    <>
      <div className="service-key">
        <TextField
          label={label}
          placeholder={label}
          type="password"
          value={text}
          aria-invalid={isBad}
          aria-describedby={`${id}-hint ${id}-error`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && void keep()}
        />
        <Button disabled={key === undefined} onClick={() => void keep()}>
          {translate('settings.key.keep')}
        </Button>
      </div>
      <p id={`${id}-error`} className="settings-error" role="alert">
        {isBad && translate('settings.key.bad')}
      </p>
      <p id={`${id}-hint`} className="settings-hint">
        {translate('settings.key.missing', { service: title, page: pages[service] ?? '' })}
      </p>
    </>
  )
}
