import { ServiceName, type Settings } from '../../../shared/ipc'
import { Button, useLanguage, useTranslate } from '../ui'
import { Row } from './parts'

type LookupTicks = Settings['lookupTicks']

/** What lookups tick or leave alone because the person wanted it so, by service; and a way back to the usual. */
export function LookupTicks(props: {
  readonly ticks: LookupTicks
  readonly onChange: (ticks: LookupTicks) => void
}) {
  const { ticks, onChange } = props
  const translate = useTranslate()
  return ServiceName.options.map((service) => {
    const { [service]: fields, ...others } = ticks
    if (fields === undefined || Object.keys(fields).length === 0) return null
    return (
      <Row
        key={service}
        label={translate('settings.lookupTicks', { service: translate(`lookup.service.${service}`) })}
      >
        <div className="settings-with-button">
          <Fields fields={fields} />
          <Button onClick={() => onChange(others)}>{translate('settings.lookupTicksReset')}</Button>
        </div>
      </Row>
    )
  })
}

function Fields({ fields }: { fields: NonNullable<LookupTicks[ServiceName]> }) {
  const translate = useTranslate()
  const language = useLanguage()
  const list = (ticked: boolean) =>
    new Intl.ListFormat(language).format(
      (Object.entries(fields) as [keyof typeof fields, boolean][])
        .filter(([, wanted]) => wanted === ticked)
        .map(([field]) => translate(`field.${field}`)),
    )
  const left = list(false)
  const taken = list(true)
  return (
    <span>
      {[
        ...(left === '' ? [] : [translate('lookup.kept.left', { fields: left })]),
        ...(taken === '' ? [] : [translate('lookup.kept.taken', { fields: taken })]),
      ].join(' · ')}
    </span>
  )
}
