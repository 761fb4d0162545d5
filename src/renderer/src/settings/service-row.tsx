import { type KeyboardEvent, useId, useState } from 'react'
import { problemSentence } from '../../../shared/i18n'
import type { KeptKey, ServiceSetting } from '../../../shared/ipc'
import { serviceFacts } from '../../../shared/model'
import {
  Button,
  Checkbox,
  DownIcon,
  IconButton,
  matches,
  TextField,
  UpIcon,
  useTranslate,
  WarningIcon,
} from '../ui'
import { ServiceKey } from './service-key'
import { serviceUrl } from './service-url'
import { type CheckState, useServiceCheck } from './use-service-check'

/** One service: its place in the order, what it is asked for, the key, whether it answers, and where. */
export function ServiceRow(props: {
  readonly service: ServiceSetting
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly kept: KeptKey | undefined
  readonly onChange: (service: ServiceSetting) => void
  /** Up the list by -1, down by 1. */
  readonly onMove: (by: -1 | 1) => void
  readonly onKey: (key: string) => Promise<void>
}) {
  const { service, isFirst, isLast, kept, onChange, onMove, onKey } = props
  const translate = useTranslate()
  const { gives, baseUrl, needsKey } = serviceFacts(service.name)
  const title = translate(`lookup.service.${service.name}`)
  const [check, runCheck] = useServiceCheck(service.name, `${service.baseUrl} ${kept?.until}`)

  const move = (by: -1 | 1) => {
    if (by === -1 ? !isFirst : !isLast) onMove(by)
  }
  const handleKeyDown = (event: KeyboardEvent) => {
    if (matches('Alt+ArrowUp', event)) move(-1)
    else if (matches('Alt+ArrowDown', event)) move(1)
    else return
    event.preventDefault()
  }

  return (
    <li className="service" aria-label={title} onKeyDown={handleKeyDown}>
      <div className="service-move">
        {/* They stay focusable at the ends of the list, so that the keyboard does not lose its place there. */}
        <IconButton
          label={translate('settings.service.up', { service: title })}
          icon={<UpIcon />}
          aria-disabled={isFirst}
          onClick={() => move(-1)}
        />
        <IconButton
          label={translate('settings.service.down', { service: title })}
          icon={<DownIcon />}
          aria-disabled={isLast}
          onClick={() => move(1)}
        />
      </div>
      <span className="service-name">{title}</span>
      <div className="service-uses">
        {gives.map((use) => (
          <span key={use} data-use={use}>
            <Checkbox
              checked={service.uses.includes(use)}
              aria-label={translate('settings.useOf', {
                use: translate(`settings.use.${use}`),
                service: title,
              })}
              onChange={(event) =>
                onChange({
                  ...service,
                  uses: gives.filter((one) =>
                    one === use ? event.target.checked : service.uses.includes(one),
                  ),
                })
              }
            >
              {translate(`settings.use.${use}`)}
            </Checkbox>
          </span>
        ))}
      </div>
      {baseUrl !== undefined && (
        <>
          <Button
            className="service-test"
            aria-label={translate('settings.service.checkOf', { service: title })}
            onClick={runCheck}
          >
            {translate('settings.service.check')}
          </Button>
          <div className="service-more">
            <CheckResult state={check} />
            {needsKey === true && <ServiceKey service={service.name} kept={kept} onChange={onKey} />}
            <Address
              title={title}
              usual={baseUrl}
              value={service.baseUrl ?? baseUrl}
              onChange={(url) => {
                const { baseUrl: _before, ...rest } = service
                onChange(url === baseUrl ? rest : { ...rest, baseUrl: url })
              }}
            />
          </div>
        </>
      )}
    </li>
  )
}

/** How the test went. Always there, so that a screen reader hears it change. */
function CheckResult({ state }: { state: CheckState }) {
  const translate = useTranslate()
  return (
    <div role="status" className={`service-result service-result-${state.kind}`}>
      {state.kind === 'asking' && translate(`lookup.state.${state.state ?? 'asking'}`)}
      {state.kind === 'reached' && translate('settings.service.reached')}
      {state.kind === 'failed' && (
        <>
          <WarningIcon /> {problemSentence(translate, state.problem)}
        </>
      )}
    </div>
  )
}

/** A service's address, which is seldom another than usual: kept only once it is one, and said so until then. */
function Address(props: {
  readonly title: string
  readonly usual: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const { title, usual, value, onChange } = props
  const translate = useTranslate()
  const id = useId()
  const [text, setText] = useState(value)
  const url = serviceUrl(text)
  const take = (wanted: string) => {
    setText(wanted)
    if (wanted !== value) onChange(wanted)
  }
  const keep = () => {
    if (url !== undefined) take(url)
  }
  return (
    <details className="service-address">
      <summary>
        {translate('settings.service.address')}
        {value !== usual && <span className="service-address-own">{value}</span>}
      </summary>
      <div className="service-key">
        <TextField
          label={translate('settings.serviceUrl', { service: title })}
          value={text}
          aria-invalid={url === undefined}
          aria-describedby={`${id}-error`}
          onChange={(event) => setText(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
        {value !== usual && (
          <Button onClick={() => take(usual)}>{translate('settings.service.addressUsual')}</Button>
        )}
      </div>
      <p id={`${id}-error`} className="settings-error" role="alert">
        {url === undefined && translate('settings.badUrl')}
      </p>
    </details>
  )
}
