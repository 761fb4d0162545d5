import { problemSentence } from '../../../shared/i18n'
import { type FieldChangesMessage, fromColumns } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { changesToSave, editor, type TrackChanges, view } from '../editor'
import { runJob } from '../jobs'
import { notify } from '../ui'
import { settleFields } from './settle-fields'
import { speech } from './speech'

/** The message has a shape of its own, since its schema names every field. It is copied on its way. */
function toMessage({ id, changes }: TrackChanges): { id: TrackId; changes: FieldChangesMessage } {
  const { pictures, ...values } = changes
  return { id, changes: { values, ...(pictures && { pictures }) } as FieldChangesMessage }
}

/** Writes the changed fields of the changed files among `ids`, or of all. Answers whether everything is saved. */
export async function save(ids?: readonly TrackId[]): Promise<boolean> {
  settleFields()
  const { getState } = editor
  const state = getState()
  const changes = changesToSave(state, ids && new Set(ids)).filter(
    ({ id }) => state.trackStates.get(id)?.kind !== 'saving',
  )
  if (changes.length === 0) return getState().edited.size === 0
  const translate = speech()
  const sent = changes.map(({ id }) => id)
  getState().markSaving(sent)
  const answer = await runJob(translate('job.saving', { count: changes.length }), ({ signal, report }) =>
    bridge.tracks.save(changes.map(toMessage), {
      signal,
      onProgress: ({ done, total, tracks, failed }) => {
        getState().replaceTracks(fromColumns(tracks))
        getState().markFailed(failed)
        report({ done, total })
      },
    }),
  )
  getState().unmarkSaving(sent)
  if (!answer.ok) {
    if (answer.problem.code !== 'job.cancelled') {
      notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    }
    return false
  }
  const { saved, failed } = answer.value
  const text =
    failed === 0
      ? translate('save.saved', { count: saved })
      : saved === 0
        ? translate('save.allFailed', { count: failed })
        : `${translate('save.saved', { count: saved })} ${translate('save.failed', { count: failed })}`
  notify(text, {
    tone: failed > 0 ? 'bad' : 'normal',
    ...(failed > 0 && { action: { label: translate('notice.showThem'), run: showErrors } }),
  })
  return failed === 0 && getState().edited.size === 0
}

/** The files that something is wrong with, and only those. */
export function showErrors(): void {
  view.getState().showAll()
  view.getState().showFilter('errors')
  const [first] = view.getState().shown
  if (first !== undefined) editor.getState().select(first)
}

/** Reads rows again from disk. Unsaved edits stay over what is there now. */
export async function reload(ids: readonly TrackId[]): Promise<void> {
  if (ids.length === 0) return
  settleFields()
  const translate = speech()
  const { getState } = editor
  let failures = 0
  const answer = await runJob(translate('job.reloading', { count: ids.length }), ({ signal, report }) =>
    bridge.tracks.reload([...ids], {
      signal,
      onProgress: ({ done, total, tracks, failed }) => {
        getState().replaceTracks(fromColumns(tracks))
        getState().markFailed(failed)
        failures += failed.length
        report({ done, total })
      },
    }),
  )
  if (!answer.ok) {
    if (answer.problem.code !== 'job.cancelled') {
      notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    }
  } else if (failures > 0) {
    notify(translate('reload.failed', { count: failures }), {
      tone: 'bad',
      action: { label: translate('notice.showThem'), run: showErrors },
    })
  }
}
