import type { ClipboardEvent } from 'react'
import type { FieldChanges, TrackId } from '../../../shared/model'
import { currentOf, editOf, editor, joined, parseValue, selectedIds, view } from '../editor'
import { useTranslate } from '../ui'
import { type Column, cellText } from './columns'
import type { TableMode } from './table-mode'

/** One clipboard line has no tabs and no line ends of its own. */
const plain = (text: string): string => text.replace(/[\t\r\n]+/g, ' ')

/** Copies cells as tab-separated text, and pastes lines of text down a column. By the clipboard's own events. */
export function useTablePaste({ mode, columns }: { mode: TableMode; columns: readonly Column[] }) {
  const translate = useTranslate()
  const inGrid = (event: ClipboardEvent) => event.target === event.currentTarget

  const onCopy = (event: ClipboardEvent<HTMLElement>) => {
    const state = editor.getState()
    if (!inGrid(event)) return
    const ids = mode.kind === 'cell' && state.focus ? [state.focus] : selectedIds(state, view.getState())
    const copied = mode.kind === 'cell' ? columns.filter(({ id }) => id === mode.column) : columns
    const lines = ids.map((id) => {
      const track = state.tracks.get(id)
      const current = currentOf(state, id)
      const cells = copied.filter(({ id: column }) => column !== 'state')
      return cells.map(({ id: column, field }) =>
        track === undefined
          ? ''
          : plain(field ? joined(current.values[field]) : cellText(column, track, current)),
      )
    })
    if (lines.length === 0) return
    event.clipboardData.setData('text/plain', lines.map((line) => line.join('\t')).join('\n'))
    event.preventDefault()
  }

  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    const field = columns.find(({ id }) => id === mode.column)?.field
    const text = event.clipboardData.getData('text/plain')
    const state = editor.getState()
    const { shown } = view.getState()
    if (!inGrid(event) || mode.kind !== 'cell' || field === undefined || text === '' || !state.focus) return
    event.preventDefault()
    const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
    const at = shown.indexOf(state.focus)
    const label = translate('edit.paste', { field: translate(`field.${field}`) })
    const changes: Record<TrackId, FieldChanges> = {}
    lines.forEach((line, offset) => {
      const id = shown[at + offset]
      if (id === undefined) return
      Object.assign(
        changes,
        editOf(state, label, [id], field, parseValue(field, line.split('\t')[0] ?? '')).changes,
      )
    })
    state.perform({ label, changes }, { source: 'cell' })
  }

  return { onCopy, onPaste }
}
