import { useMemo } from 'react'
import type { TrackId } from '../../../shared/model'
import { editor, useEditor } from '../editor'
import { Button, useTranslate } from '../ui'
import { openRepair } from './open-repair'
import { mistakenAmong } from './repair-groups'

/** Says that texts of the selected files look mistaken, with the way to put them right. */
export function RepairHint({ ids }: { ids: readonly TrackId[] }) {
  const translate = useTranslate()
  const tracks = useEditor((state) => state.tracks)
  const edited = useEditor((state) => state.edited)
  const { ids: mistaken, more } = useMemo(
    () => mistakenAmong({ ...editor.getState(), tracks, edited }, ids),
    [ids, tracks, edited],
  )
  if (mistaken.length === 0) return null
  const key = more ? 'repair.hintMany' : ids.length === 1 ? 'repair.hintOne' : 'repair.hint'
  return (
    <div className="panel-problems" role="status">
      <div className="panel-problem panel-problem-quiet">
        <span className="repair-mark" aria-hidden="true">
          Ã
        </span>
        <div className="panel-problem-words">
          <p>{translate(key, { count: mistaken.length })}</p>
          <div className="panel-problem-actions">
            <Button onClick={() => openRepair(ids)}>{translate('repair.open')}</Button>
          </div>
        </div>
      </div>
    </div>
  )
}
