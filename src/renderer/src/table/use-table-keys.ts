import { type KeyboardEvent, useRef } from 'react'
import { noValue, type TrackId } from '../../../shared/model'
import { currentOf, editOf, editor, fold, rowAt, selectedIds, view } from '../editor'
import { useTranslate } from '../ui'
import { type Column, cellText, isEditable } from './columns'
import { type TableAction, tableAction } from './table-keys'
import { cellMode, columnAt, editableAfter, editMode, rowMode, type TableMode } from './table-mode'
import { createTypeAhead } from './type-ahead'

interface TableKeys {
  readonly mode: TableMode
  readonly setMode: (mode: TableMode) => void
  readonly columns: readonly Column[]
  readonly shown: readonly TrackId[]
  readonly pageRows: () => number
  readonly onRemove: (ids: readonly TrackId[]) => void
}

/** Carries out what keys mean in the table. */
export function useTableKeys(table: TableKeys): (event: KeyboardEvent<HTMLElement>) => void {
  const translate = useTranslate()
  const typeAhead = useRef(createTypeAhead(() => Date.now()))
  const { mode, setMode, columns, shown, pageRows, onRemove } = table

  const goTo = (id: TrackId | undefined, extend: boolean) => {
    if (id === undefined) return
    const state = editor.getState()
    if (extend && mode.kind === 'row') state.extend(id, shown)
    else state.select(id)
  }

  const fieldOf = (id: string) => columns.find((column) => column.id === id)?.field

  /** Begins to type into the cell that the keyboard is on, where that is possible. */
  const edit = (column: TableMode['column'], text?: string) => {
    const { focus, tracks } = editor.getState()
    const track = focus === undefined ? undefined : tracks.get(focus)
    const shownColumn = columns.find(({ id }) => id === column)
    if (focus === undefined || track === undefined || shownColumn === undefined) return
    if (!isEditable(shownColumn, track)) return
    editor.getState().select(focus)
    setMode(editMode(column, text === undefined ? { id: focus } : { id: focus, text }))
  }

  const clear = () => {
    const state = editor.getState()
    const field = fieldOf(mode.column)
    if (field === undefined || state.focus === undefined) return
    const label = translate('edit.field', { field: translate(`field.${field}`) })
    state.perform(editOf(state, label, [state.focus], field, noValue), { source: 'cell' })
  }

  const jump = (letter: string) => {
    const state = editor.getState()
    const { sort } = view.getState()
    // Track numbers are no names: letters look at titles then.
    const column = sort[0].column === 'track' || sort[0].column === 'state' ? 'title' : sort[0].column
    const textOf = (id: TrackId) => {
      const track = state.tracks.get(id)
      return track === undefined ? '' : fold(cellText(column, track, currentOf(state, id)))
    }
    goTo(typeAhead.current(fold(letter), shown, state.focus, textOf), false)
  }

  const run = (action: TableAction) => {
    const state = editor.getState()
    switch (action.kind) {
      case 'move':
        return goTo(rowAt(shown, state.focus, action.by), action.extend)
      case 'page':
        return goTo(rowAt(shown, state.focus, action.by * pageRows()), action.extend)
      case 'ends':
        return goTo(action.by < 0 ? shown[0] : shown.at(-1), action.extend)
      case 'column':
        return setMode(cellMode(columnAt(columns, mode.column, action.by)))
      case 'next': {
        const { column, rows } = editableAfter(columns, mode.column, action.by)
        if (rows !== 0) goTo(rowAt(shown, state.focus, rows), false)
        return setMode(cellMode(column))
      }
      case 'edit':
        return edit(mode.column === 'fileName' || fieldOf(mode.column) !== undefined ? mode.column : 'title')
      case 'enterCell':
        if (state.focus !== undefined) state.select(state.focus)
        return setMode(cellMode(mode.column))
      case 'leaveCell':
        return setMode(rowMode(mode))
      case 'clearCell':
        return clear()
      case 'toggle':
        return state.focus === undefined ? undefined : state.toggle(state.focus)
      case 'remove':
        return onRemove(selectedIds(state, view.getState()))
      case 'type':
        return mode.kind === 'cell' ? edit(mode.column, action.text) : jump(action.text)
    }
  }

  return (event) => {
    if (event.target !== event.currentTarget) return
    const action = tableAction(event, mode.kind)
    if (action === undefined || shown.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    run(action)
  }
}
