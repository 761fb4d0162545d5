import { type ReactNode, useState } from 'react'
import type { FieldName } from '../../../shared/model'
import { Button, ChevronIcon, classes, DownIcon, Menu, TextField, useTranslate } from '../ui'
import { addableFields, fieldNamed } from './panel-fields'
import { addField, startNaming, stopNaming, toggleMore, usePanelState } from './panel-state'

/** The heading that folds and unfolds the fields beyond the usual ones. It says that one of them is changed. */
export function MoreHeading({ count, changed }: { count: number; changed: boolean }) {
  const translate = useTranslate()
  const { more } = usePanelState()
  return (
    <button
      type="button"
      className={classes('panel-fold', changed && 'panel-fold-changed')}
      aria-expanded={more}
      onClick={toggleMore}
    >
      {more ? <DownIcon /> : <ChevronIcon />}
      {translate('panel.more', { count })}
      {changed && (
        <>
          <span className="field-dot" aria-hidden="true" />
          <span className="visually-hidden">{translate('table.changed')}</span>
        </>
      )}
    </button>
  )
}

/** Every field that is not in the panel yet, and one that has no name yet. */
export function AddField({ present }: { present: ReadonlySet<FieldName> }) {
  const translate = useTranslate()
  const { naming } = usePanelState()
  const add = (field: FieldName) => {
    addField(field)
    // It is there to be typed into.
    requestAnimationFrame(() => focusField(field))
  }
  if (naming) return <FieldNaming onName={add} />
  return (
    <Menu
      trigger={<Button>{translate('panel.addField')}</Button>}
      groups={[
        [{ id: 'own', label: translate('panel.ownField'), run: startNaming }],
        ...addableFields(present).map((fields) =>
          fields.map((field) => ({ id: field, label: translate(`field.${field}`), run: () => add(field) })),
        ),
      ]}
    />
  )
}

/** The name of a field that nobody foresaw. */
function FieldNaming({ onName }: { onName: (field: FieldName) => void }): ReactNode {
  const translate = useTranslate()
  const [text, setText] = useState('')
  const field = fieldNamed(text, (each) => translate(`field.${each}`))
  return (
    <TextField
      autoFocus
      className="panel-naming"
      label={translate('panel.fieldName')}
      placeholder={translate('panel.fieldName')}
      value={text}
      aria-invalid={text !== '' && field === undefined}
      onChange={(event) => setText(event.target.value)}
      onBlur={stopNaming}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter' && field !== undefined) onName(field)
        else if (event.key === 'Escape') stopNaming()
        else return
        event.preventDefault()
      }}
    />
  )
}

/** Gives a field of the panel the focus, where it is shown. */
export function focusField(name: string): void {
  const element = document.querySelector(`[data-field="${CSS.escape(name)}"]`)
  if (element instanceof HTMLElement) element.focus()
}
