import { fromColumns, type Payload } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import { editor } from '../editor'
import { notify } from '../ui'
import { showErrors } from './saving'
import { settleFields } from './settle-fields'
import { speech } from './speech'

/** Takes over what other programs did to the open folders. Unsaved edits stay; where they clash the person decides. */
export function takeOutside({ tracks, added, gone }: Payload<'library.changed'>): void {
  const { getState } = editor
  const translate = speech()
  getState().addTracks(fromColumns(added))
  const undecided = getState().takeOutside(fromColumns(tracks))
  getState().markFailed(
    gone.map((id) => ({
      id,
      problem: { code: 'file.notFound', params: { file: getState().tracks.get(id)?.fileName ?? '' } },
    })),
  )
  if (undecided.length > 0) {
    notify(translate('outside.changed', { count: undecided.length }), {
      tone: 'bad',
      action: { label: translate('notice.showThem'), run: showErrors },
    })
  }
}

export const keepMine = (ids: readonly TrackId[]): void => editor.getState().decide(ids)

/** Their values hold: the unsaved edits of these files go, and can be had back by Undo. */
export function takeTheirs(ids: readonly TrackId[]): void {
  settleFields()
  editor.getState().decide(ids)
  editor.getState().revert(ids, speech()('outside.take'))
}
