import { type KeyboardEvent, useId } from 'react'
import { type FieldName, fieldRow, type TrackId } from '../../../shared/model'
import { classes, IconButton, modHeld, RevertIcon, useTranslate } from '../ui'
import { useCatchingUp } from './catching-up'
import { MixedToken } from './mixed-token'
import { useField } from './use-field'

export interface FieldBoxProps {
  readonly field: FieldName
  readonly ids: readonly TrackId[]
  /** Its own name for screen readers where no label stands beside it. */
  readonly label: string
  readonly onFocus: (field: FieldName | undefined) => void
  /** It has room for a few letters only. */
  readonly narrow?: boolean
  /** Differing values are said in as few letters as can be. */
  readonly terse?: boolean
}

/** In these Enter is a line. */
const severalLines: ReadonlySet<FieldName> = new Set([
  'lyrics',
  'syncedLyrics',
  'longDescription',
] satisfies FieldName[])

/** The box of one field: text, differing values as a token, the mark of a touched field and its revert. */
export function FieldBox({ field, ids, label, onFocus, narrow = false, terse = narrow }: FieldBoxProps) {
  const translate = useTranslate()
  const hint = useId()
  const control = useField(field, ids)
  const { summary, text, mixed, clears, touched } = control
  const { type } = fieldRow(field)
  const long = type === 'long'
  const catchingUp = useCatchingUp()
  const locked = summary.writable === 0 || summary.unknown > 0

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const { key } = event
    // In lyrics Ctrl+Enter applies; elsewhere Shift+Enter is a line.
    const applies = key === 'Enter' && (severalLines.has(field) ? modHeld(event) : !event.shiftKey)
    if (applies) {
      event.preventDefault()
      control.commit()
      event.currentTarget.select()
    } else if (key === 'Escape' && (text !== '' || clears) && touched) {
      event.preventDefault()
      control.giveUp()
    } else if ((key === 'Backspace' || key === 'Delete') && mixed) {
      event.preventDefault()
      control.clearAll()
    }
  }

  const shared = {
    'aria-label': label,
    'aria-describedby': hint,
    'data-field': field,
    // While it is typed into, Ctrl+Z takes back letters; afterwards the edit.
    'data-own-undo': control.typing ? '' : undefined,
    className: 'field-input',
    value: text,
    readOnly: locked || catchingUp,
    spellCheck: false,
    placeholder:
      summary.unknown > 0 ? translate('panel.reading') : clears || mixed ? '' : translate('panel.empty'),
    onKeyDown,
    onFocus: () => onFocus(field),
    onBlur: () => {
      control.commit()
      onFocus(undefined)
    },
  }

  return (
    <div
      className={classes(
        'field-box',
        touched && 'field-touched',
        locked && 'field-locked',
        narrow && 'field-narrow',
      )}
      data-testid={`field-${field}`}
    >
      {touched && <span className="field-dot" aria-hidden="true" />}
      {mixed && summary.unknown === 0 && <MixedToken label={label} terse={terse} control={control} />}
      {clears && (
        <span className="field-token field-clears">
          {translate('panel.willBeCleared', { count: summary.writable })}
        </span>
      )}
      {long ? (
        <textarea {...shared} rows={1} onChange={(event) => control.type(event.target.value)} />
      ) : (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          onChange={(event) => control.type(event.target.value)}
        />
      )}
      {summary.changed > 0 && (
        <IconButton
          className="field-revert"
          label={translate('panel.revert', { field: label })}
          icon={<RevertIcon />}
          // The box keeps its draft from being applied on the way to the button that drops it.
          onMouseDown={(event) => event.preventDefault()}
          onClick={control.revert}
        />
      )}
      <span id={hint} className="visually-hidden">
        {mixed ? translate('panel.different', { count: summary.values.length }) : ''}{' '}
        {touched ? translate('table.changed') : ''}{' '}
        {translate('panel.appliesTo', { count: summary.writable })}
      </span>
    </div>
  )
}
