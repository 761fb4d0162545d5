import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { flawOfName } from '../../../shared/model'
import { TextField, useTranslate } from '../ui'
import { cellMode, type Draft } from './table-mode'
import type { TrackCellProps } from './track-cell'

interface NameEditorProps extends TrackCellProps {
  readonly draft: Draft
}

/** Where the extension begins: it stays unless it is typed over. */
const stemLength = (name: string): number => {
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? name.length : dot
}

/** A file's name being typed. Enter renames the file at once; Esc, or going elsewhere, leaves it as it is. */
export function NameEditor({ track, column, draft, setMode, focusGrid, onRename }: NameEditorProps) {
  const translate = useTranslate()
  const extension = track.fileName.slice(stemLength(track.fileName))
  const [name, setName] = useState(draft.text === undefined ? track.fileName : draft.text + extension)
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const flaw = flawOfName(name)

  useLayoutEffect(() => {
    input.current?.focus({ preventScroll: true })
    const length = draft.text === undefined ? stemLength(track.fileName) : draft.text.length
    input.current?.setSelectionRange(draft.text === undefined ? 0 : length, length)
  }, [draft.text, track.fileName])

  const leave = () => {
    setMode(cellMode(column.id))
    focusGrid()
  }
  const rename = async () => {
    if (flaw !== undefined || busy) return
    if (name === track.fileName) return leave()
    setBusy(true)
    if (await onRename(track.id, name)) return leave()
    // Still open, with what was typed: another name is a few letters away.
    setBusy(false)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      void rename()
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      event.stopPropagation()
      leave()
    }
  }
  return (
    <>
      <TextField
        ref={input}
        className="cell-editor"
        label={translate('table.renaming', { file: track.fileName })}
        data-own-undo=""
        value={name}
        readOnly={busy}
        aria-invalid={flaw !== undefined}
        aria-describedby={`${id}-flaw`}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (!busy) setMode((mode) => (mode.draft?.id === track.id ? cellMode(mode.column) : mode))
        }}
      />
      <span id={`${id}-flaw`} role="alert" className="cell-flaw">
        {flaw !== undefined && translate(`reason.name.${flaw}`)}
      </span>
    </>
  )
}
