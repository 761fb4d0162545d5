import { useMemo, useState } from 'react'
import { countChanges, type TrackId } from '../../../shared/model'
import { changesAsEdit, changesToSave, editor, type TrackChanges, trackChangesOf, useEditor } from '../editor'
import { Button, type KeyHint, KeyHints, Place, useTranslate } from '../ui'
import { columnKey, ReviewGrid } from './review-grid'
import { allTicked, tickedEdit } from './ticks'

export interface ReviewPlaceProps {
  readonly onBack: () => void
  readonly onSave: (changes: readonly TrackChanges[]) => void
}

const hints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], 'review.key.move'],
  [[' '], 'review.key.tick'],
  [[columnKey], 'review.key.column'],
  [['Mod+Enter'], 'review.key.save'],
  [['Escape'], 'review.key.back'],
]

/** Everything that is changed and not saved, before it is. What is ticked is saved; the rest stays as it is, an edit. */
export function ReviewPlace({ onBack, onSave }: ReviewPlaceProps) {
  const translate = useTranslate()
  const edited = useEditor((state) => state.edited)
  const tracks = useEditor((state) => state.tracks)
  const [unticked, setUnticked] = useState(allTicked)
  const edit = useMemo(
    () => changesAsEdit('', changesToSave({ ...editor.getState(), edited, tracks })),
    [edited, tracks],
  )
  const rows = useMemo(() => Object.keys(edit.changes) as TrackId[], [edit])
  const kept = tickedEdit(edit, unticked)
  const count = countChanges(kept)

  const save = () => {
    if (count === 0) return
    onSave(trackChangesOf(kept))
    onBack()
  }
  return (
    <Place
      name={translate('review.title')}
      note={translate('review.files', { count: rows.length })}
      onBack={onBack}
      onConfirm={save}
      foot={
        <>
          <KeyHints hints={hints} />
          <Button look="primary" disabled={count === 0} onClick={save}>
            {translate('review.save', { count })}
          </Button>
        </>
      }
    >
      {rows.length === 0 ? (
        <p className="place-empty">{translate('review.nothing')}</p>
      ) : (
        <ReviewGrid edit={edit} rows={rows} tracks={tracks} unticked={unticked} onUnticked={setUnticked} />
      )}
    </Place>
  )
}
