import { problemSentence } from '../../../shared/i18n'
import { fromColumns, type Progress } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { changesToSave, editor, isUndecided, namedChanges, type TrackChanges, view } from '../editor'
import { type JobHandle, runJob } from '../jobs'
import { notify } from '../ui'
import { toMessage } from './changes-message'
import { type FailedTrack, reloadedText, resultWith, savedText } from './job-results'
import { makeWritable, saveCopy } from './remedies'
import { savedAs } from './saved-as'
import { settleFields } from './settle-fields'
import { speech } from './speech'

/** Writes the changed fields of the changed files among `ids`, or of all. Answers whether everything is saved. */
export function save(ids?: readonly TrackId[]): Promise<boolean> {
  settleFields()
  return saveChanges(changesToSave(editor.getState(), ids && new Set(ids)))
}

/**
 * Writes these unsaved changes and no others; files that are being saved already are passed over. Answers whether
 * everything is saved.
 */
export async function saveChanges(
  asked: readonly TrackChanges[],
  { withoutUndo }: { readonly withoutUndo: boolean } = { withoutUndo: false },
): Promise<boolean> {
  const { getState } = editor
  const translate = speech()
  const stateOf = ({ id }: TrackChanges) => getState().trackStates.get(id)
  const undecided = asked.filter((track) => isUndecided(stateOf(track)))
  const changes = asked.filter((track) => stateOf(track)?.kind !== 'saving' && !undecided.includes(track))
  if (undecided.length > 0) {
    notify(translate('outside.undecided', { count: undecided.length }), {
      tone: 'bad',
      action: { label: translate('notice.showThem'), run: showErrors },
    })
  }
  if (changes.length === 0) return getState().edited.size === 0
  const failed: FailedTrack[] = []
  getState().markSaving(changes)
  const answer = await runJob(
    translate('job.saving', { count: changes.length }),
    ({ signal, report }) =>
      bridge.tracks.save(
        {
          ...savedAs(changes, getState().undoable, translate),
          withoutUndo,
          tracks: changes.map(({ id, changes: made }) => ({ id, changes: toMessage(made) })),
        },
        { signal, onProgress: takingOver(failed, report) },
      ),
    (counts) =>
      resultWith(
        savedText(counts, translate),
        failed,
        {
          retry: () => retry(changes, failed),
          saveWithoutUndo: (these) =>
            retry(
              changes,
              failed.filter(({ id }) => these.includes(id)),
              { withoutUndo: true },
            ),
          makeWritable: (id) => void makeWritable(id, saveOne),
          saveCopy: (id) => void saveCopy(id),
          ...fileActions,
        },
        translate,
      ),
  )
  getState().unmarkSaving(changes.map(({ id }) => id))
  if (!answer.ok) {
    if (answer.problem.code !== 'job.cancelled') {
      notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    }
    return false
  }
  const unrecorded = failed.filter(({ problem }) => problem.remedy === 'save-without-undo')
  const why = unrecorded.slice(0, 1).map(({ problem }) => problemSentence(translate, problem))
  notify([savedText(answer.value, translate), ...why].join(' '), {
    tone: failed.length > 0 ? 'bad' : 'normal',
    ...(failed.length > 0 && { action: { label: translate('notice.showThem'), run: showErrors } }),
    // The history is in the way of all of them: one answer does.
    ...(unrecorded.length > 0 && {
      action: {
        label: translate('save.withoutUndo'),
        run: () => retry(changes, unrecorded, { withoutUndo: true }),
      },
    }),
  })
  return failed.length === 0 && getState().edited.size === 0
}

/** Takes over what a save or a reload says on the way, and collects the files that failed. */
const takingOver =
  (failed: FailedTrack[], report: JobHandle['report']) =>
  ({ done, total, tracks, failed: these }: Progress<'tracks.save' | 'tracks.reload'>): void => {
    editor.getState().replaceTracks(fromColumns(tracks))
    editor.getState().markFailed(these)
    failed.push(...these)
    report({ done, total })
  }

/** Saves again what was to be saved of the files that failed, as far as it is still a change. */
function retry(
  sent: readonly TrackChanges[],
  failed: readonly FailedTrack[],
  options: { readonly withoutUndo: boolean } = { withoutUndo: false },
): void {
  settleFields()
  const ids = new Set(failed.map(({ id }) => id))
  const left = namedChanges(changesToSave(editor.getState(), ids), sent)
  if (left.length === 0) notify(speech()('save.saved', { count: 0 }))
  else void saveChanges(left, options)
}

const saveOne = (id: TrackId): void => void save([id])

const fileActions = {
  reload: (id: TrackId) => void reload([id]),
  showFile: (id: TrackId) => void bridge.app.showInFolder(id),
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
  const failed: FailedTrack[] = []
  const answer = await runJob(
    translate('job.reloading', { count: ids.length }),
    ({ signal, report }) =>
      bridge.tracks.reload([...ids], {
        signal,
        onProgress: takingOver(failed, report),
      }),
    ({ done }) =>
      resultWith(
        reloadedText(done - failed.length, failed.length, translate),
        failed,
        { retry: () => void reload(failed.map(({ id }) => id)), ...fileActions },
        translate,
      ),
  )
  if (!answer.ok) {
    if (answer.problem.code !== 'job.cancelled') {
      notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    }
  } else if (failed.length > 0) {
    notify(translate('reload.failed', { count: failed.length }), {
      tone: 'bad',
      action: { label: translate('notice.showThem'), run: showErrors },
    })
  }
}
