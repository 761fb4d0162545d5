import { type KeyboardEvent, useMemo, useState } from 'react'
import { countChanges, type Edit, type FieldChanges, type TrackId } from '../../../shared/model'
import { changesToSave, editor, useEditor } from '../editor'
import { Button, focusPlace, useTranslate } from '../ui'
import { ReviewGrid } from './review-grid'
import { tickedEdit, type Unticked } from './ticks'

export interface ReviewPlaceProps {
  readonly onBack: () => void
  /** Saves these files. */
  readonly onSave: (ids: readonly TrackId[]) => void
}

/** Everything that is changed and not saved, before it is. What is unticked is taken back, and can be undone. */
export function ReviewPlace({ onBack, onSave }: ReviewPlaceProps) {
  const translate = useTranslate()
  const edited = useEditor((state) => state.edited)
  const tracks = useEditor((state) => state.tracks)
  const [unticked, setUnticked] = useState<Unticked>(new Set())
  const edit = useMemo((): Edit => {
    const changes: Record<TrackId, FieldChanges> = {}
    const state = { ...editor.getState(), edited, tracks }
    for (const change of changesToSave(state)) changes[change.id] = change.changes
    return { label: translate('review.title'), changes }
  }, [edited, tracks, translate])
  const rows = useMemo(() => Object.keys(edit.changes) as TrackId[], [edit])
  const kept = tickedEdit(edit, unticked)
  const count = countChanges(kept)

  const save = () => {
    if (count === 0) return
    const ids = Object.keys(kept.changes) as TrackId[]
    onSave(ids)
    onBack()
  }
  // A save writes whole files of edits, so what is unticked is taken back first, as an edit like any other.
  const saveTicked = () => {
    const back = notTicked(edit, kept)
    if (Object.keys(back.changes).length > 0) {
      editor.getState().perform({ ...back, label: translate('review.takeBack') }, { source: 'review' })
    }
    save()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onBack()
  }

  return (
    <main
      ref={focusPlace}
      tabIndex={-1}
      className="place"
      aria-label={translate('review.title')}
      onKeyDown={onKeyDown}
    >
      <header className="place-head">
        <Button look="plain" onClick={onBack}>
          {translate('review.back')}
        </Button>
        <h1 className="place-title">{translate('review.title')}</h1>
        <span className="place-note">{translate('review.files', { count: rows.length })}</span>
      </header>
      {rows.length === 0 ? (
        <p className="place-empty">{translate('review.nothing')}</p>
      ) : (
        <ReviewGrid
          edit={edit}
          rows={rows}
          tracks={tracks}
          unticked={unticked}
          onUnticked={setUnticked}
          onApply={saveTicked}
        />
      )}
      <footer className="place-foot">
        <span className="place-keys">{translate('review.keys')}</span>
        <Button look="primary" disabled={count === 0} onClick={saveTicked}>
          {translate('review.save', { count })}
        </Button>
      </footer>
    </main>
  )
}

/** From what is on screen back to what is on disk, for the cells that are not kept. */
function notTicked(all: Edit, kept: Edit): Edit {
  const changes: Record<TrackId, FieldChanges> = {}
  for (const id of Object.keys(all.changes) as TrackId[]) {
    const keptFields = kept.changes[id] ?? {}
    const back = Object.entries(all.changes[id] ?? {})
      .filter(([field]) => !(field in keptFields))
      .map(([field, { from, to }]) => [field, { from: to, to: from }])
    if (back.length > 0) changes[id] = Object.fromEntries(back) as FieldChanges
  }
  return { label: all.label, changes }
}
