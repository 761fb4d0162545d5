import { joined } from '../editor'
import { Menu, type MenuEntry, useTranslate } from '../ui'
import type { FieldControl } from './use-field'

const mostValues = 50

/** `‹4 different› ▾`: the values there are with their counts, keeping them, clearing them. */
export function MixedToken(props: { label: string; terse: boolean; control: FieldControl }) {
  const { label, terse, control } = props
  const translate = useTranslate()
  const { values } = control.summary
  const text = translate('panel.different', { count: values.length })
  const entries = values.slice(0, mostValues).map(({ value, count }): MenuEntry => {
    const shown = joined(value)
    return {
      id: `value ${value.join('\0')} ${value.length}`,
      label: shown === '' ? <i className="muted">{translate('panel.empty')}</i> : shown,
      text: shown,
      hint: translate('table.files', { count }),
      run: () => control.set(value),
    }
  })
  return (
    <Menu
      trigger={
        <button type="button" className="field-token" aria-label={`${label}: ${text}`}>
          {terse ? translate('panel.differentShort', { count: values.length }) : text}{' '}
          <span aria-hidden="true">▾</span>
        </button>
      }
      groups={[
        entries,
        [
          { id: 'keep', label: translate('panel.keep'), run: control.giveUp },
          { id: 'clear', label: translate('panel.clear'), run: () => control.set([]) },
        ],
      ]}
    />
  )
}
