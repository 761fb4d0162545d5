import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import type { UndoPreviewFile } from '../../../shared/ipc'
import { SavedFileId } from '../../../shared/model'
import { byNeed, restorable, summaryText } from './preview-summary'

const translate = createTranslate('en')
const nothing = { exact: 0, fields: 0, move: 0, none: 0, conflicts: 0 }

describe('what undo would do', () => {
  it('is told with the number of files of each way', () => {
    expect(summaryText({ ...nothing, exact: 9, none: 1 }, translate)).toBe(
      '9 files become exactly what they were. 1 file stays as it is.',
    )
    expect(summaryText({ ...nothing, move: 2 }, translate)).toBe('2 files get their old names.')
    expect(summaryText(nothing, translate)).toBe('There is nothing left to undo.')
    expect(restorable({ ...nothing, exact: 1, fields: 2, move: 3, none: 4 })).toBe(6)
  })

  it('shows first what stays, then what goes back in part, then the rest as it was saved', () => {
    const file = (id: number, way: UndoPreviewFile['way'], conflicts: UndoPreviewFile['conflicts'] = []) => ({
      id: SavedFileId.parse(id),
      folder: '~',
      fileName: 'a.mp3',
      way,
      changes: { values: {} },
      conflicts,
      since: { values: {} },
    })
    const conflict = { field: 'album', reason: 'changed' } as const
    const files = [
      file(5, 'exact'),
      file(4, 'fields'),
      file(3, 'fields', [conflict]),
      file(2, 'none', [conflict]),
      file(1, 'exact'),
    ]
    expect(byNeed(files).map(({ id }) => id)).toEqual([2, 3, 4, 1, 5])
  })
})
