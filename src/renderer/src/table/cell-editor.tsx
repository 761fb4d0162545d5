import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { FieldName } from '../../../shared/model'
import { editOf, editor, joined, parseValue, rowAt, view } from '../editor'
import { TextField, useTranslate } from '../ui'
import { cellMode, type Draft, editableAfter, editMode } from './table-mode'
import type { TrackCellProps } from './track-cell'

interface CellEditorProps extends TrackCellProps {
  readonly field: FieldName
  readonly draft: Draft
}

/** A cell being typed into. Enter takes the value and goes down, Tab to the right, Esc gives it up. */
export function CellEditor(props: CellEditorProps) {
  const { track, current, field, column, columns, draft, setMode, focusGrid } = props
  const translate = useTranslate()
  const before = joined(current.values[field])
  const [text, setText] = useState(draft.text ?? before)
  const input = useRef<HTMLInputElement>(null)
  const done = useRef(false)

  useLayoutEffect(() => {
    input.current?.focus({ preventScroll: true })
    // Typing replaces a value that was opened with a key; a letter that opened it is followed by the next.
    if (draft.text === undefined) input.current?.select()
  }, [draft.text])

  const commit = () => {
    if (done.current) return
    done.current = true
    if (text === before) return
    const state = editor.getState()
    const label = translate('edit.field', { field: translate(`field.${field}`) })
    state.perform(editOf(state, label, [track.id], field, parseValue(field, text)), { source: 'cell' })
  }

  const leave = (next: Parameters<typeof setMode>[0]) => {
    setMode(next)
    focusGrid()
  }

  const goTo = (rows: number) => {
    const state = editor.getState()
    const next = rowAt(view.getState().shown, track.id, rows)
    if (next !== undefined) state.select(next)
    return next
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    switch (event.key) {
      case 'Enter': {
        event.preventDefault()
        commit()
        goTo(event.shiftKey ? -1 : 1)
        leave(cellMode(column.id))
        return
      }
      case 'Tab': {
        event.preventDefault()
        commit()
        const { column: next, rows } = editableAfter(columns, column.id, event.shiftKey ? -1 : 1)
        const id = rows === 0 ? track.id : goTo(rows)
        const writable = id !== undefined && editor.getState().tracks.get(id)?.readOnly === undefined
        leave(writable ? editMode(next, { id }) : cellMode(next))
        return
      }
      case 'Escape': {
        event.preventDefault()
        done.current = true
        leave(cellMode(column.id))
      }
    }
  }

  return (
    <TextField
      ref={input}
      className="cell-editor"
      label={translate('table.editing', { field: translate(`field.${field}`), file: track.fileName })}
      // Ctrl+Z takes back letters here, not the last edit.
      data-own-undo=""
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        commit()
        setMode((mode) => (mode.draft?.id === track.id ? cellMode(mode.column) : mode))
      }}
    />
  )
}
