import type { Translate } from '../../../shared/i18n'
import type { UndoPreview, UndoPreviewFile } from '../../../shared/ipc'

type Counts = UndoPreview['counts']

/** How many files an undo would change. */
export const restorable = ({ exact, fields, move }: Counts): number => exact + fields + move

/** “9 files become exactly what they were. 2 files were written to since: what is still ours goes back.” */
export function summaryText({ exact, fields, move, none }: Counts, translate: Translate): string {
  return [
    exact > 0 && translate('history.summary.exact', { count: exact }),
    fields > 0 && translate('history.summary.fields', { count: fields }),
    move > 0 && translate('history.summary.move', { count: move }),
    none > 0 && translate('history.summary.none', { count: none }),
    exact + fields + move + none === 0 && translate('history.summary.nothing'),
  ]
    .filter(Boolean)
    .join(' ')
}

/** What stays or goes back in part first, else in the order of the saves. */
export const byNeed = (files: readonly UndoPreviewFile[]): readonly UndoPreviewFile[] =>
  [...files].sort((a, b) => need(b) - need(a) || a.id - b.id)

function need({ way, conflicts }: UndoPreviewFile): number {
  if (way === 'none') return 3
  if (conflicts.length > 0) return 2
  return way === 'fields' ? 1 : 0
}
