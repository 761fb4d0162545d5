import { type KeyboardEvent, useMemo, useState } from 'react'
import { countChanges, type Edit, type FieldChanges, type TrackId } from '../../../shared/model'
import { changesToSave, editor, useEditor } from '../editor'
import { Button, focusPlace, useTranslate } from '../ui'
import { ReviewGrid } from './review-grid'
import { saveTicked } from './save-ticked'
import { tickedEdit, type Unticked } from './ticks'

export interface ReviewPlaceProps {
  readonly onBack: () => void
  /** Saves these files; marks them as being saved at once. */
  readonly onSave: (ids: readonly TrackId[]) => void
}

/** Everything that is changed and not saved, before it is. What is ticked is saved; the rest stays as it is, an edit. */
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
    const labels = { setAside: translate('review.setAside'), putBack: translate('review.putBack') }
    saveTicked(editor, { all: edit, kept }, labels, onSave)
    onBack()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    if (event.key === 'Escape') onBack()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
    else return
    event.preventDefault()
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
          onApply={save}
        />
      )}
      <footer className="place-foot">
        <span className="place-keys">{translate('review.keys')}</span>
        <Button look="primary" disabled={count === 0} onClick={save}>
          {translate('review.save', { count })}
        </Button>
      </footer>
    </main>
  )
}
