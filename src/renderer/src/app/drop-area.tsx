import { useEffect, useState } from 'react'
import type { TrackId } from '../../../shared/model'
import { pictureIn, setCoverFrom } from '../artwork'
import { editor, selectedIds, view } from '../editor'
import { rowOf } from '../table'
import { modHeld, useKeyText, useTranslate } from '../ui'
import { coverTargets } from './cover-targets'
import { openDropped } from './opening'
import { focusTable } from './settle-fields'
import { speech } from './speech'

type Over = 'add' | 'replace' | 'cover'

/** The tracks that a picture dropped here is for, without those that may not be written. */
function coverIds(event: DragEvent): readonly TrackId[] {
  const state = editor.getState()
  const targets = coverTargets(rowOf(event.target), selectedIds(state, view.getState()))
  return targets.filter((id) => state.tracks.get(id)?.readOnly === undefined)
}

/** What a drop would do. Pictures are covers, everything else is to be opened. */
function meaning(event: DragEvent): Over | undefined {
  const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file')
  if (items.length === 0) return undefined
  const pictures = items.every(({ type }) => type.startsWith('image/'))
  if (pictures) return coverIds(event).length > 0 ? 'cover' : undefined
  return modHeld(event) ? 'replace' : 'add'
}

function setCover(event: DragEvent, picture: File): void {
  const ids = coverIds(event)
  const [first] = ids
  const { selection, select } = editor.getState()
  if (first !== undefined && !selection.has(first)) select(first)
  void setCoverFrom(picture, ids, speech())
}

/** Everything can be dropped anywhere on the window; what a drop will do is said while it hovers. */
export function DropArea() {
  const translate = useTranslate()
  const keyText = useKeyText()
  const [over, setOver] = useState<Over>()
  const [targets, setTargets] = useState<readonly TrackId[]>([])

  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      // Something that takes it already says so itself.
      if (event.defaultPrevented) {
        setOver(undefined)
        return
      }
      const means = meaning(event)
      // Nothing dropped may ever navigate the window.
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = means === undefined ? 'none' : 'copy'
      setOver(means)
      const ids = means === 'cover' ? coverIds(event) : []
      setTargets((before) => (sameIds(before, ids) ? before : ids))
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(undefined)
    }
    const onDrop = (event: DragEvent) => {
      setOver(undefined)
      if (event.defaultPrevented) return
      event.preventDefault()
      const means = meaning(event)
      const files = [...(event.dataTransfer?.files ?? [])]
      const picture = pictureIn(files)
      // The browser takes the focus away with a drop.
      setTimeout(() => document.activeElement === document.body && focusTable())
      if (means === 'cover' && picture) setCover(event, picture)
      else if (means === 'add' || means === 'replace') void openDropped(files, means)
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [])

  if (over === undefined) return null
  const [only] = targets
  const file = (only && editor.getState().tracks.get(only)?.fileName) ?? ''
  return (
    <div className="drop" role="status">
      <div className="drop-words">
        <p className="drop-title">{translate(`drop.${over}`, { count: targets.length, file })}</p>
        {over !== 'cover' && (
          <p>{translate(over === 'add' ? 'drop.toReplace' : 'drop.toAdd', { key: keyText('Mod') })}</p>
        )}
      </div>
    </div>
  )
}

const sameIds = (a: readonly TrackId[], b: readonly TrackId[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])
