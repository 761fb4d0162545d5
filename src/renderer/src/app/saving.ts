import { problemSentence } from '../../../shared/i18n'
import { fromColumns, type Progress } from '../../../shared/ipc'
import type { Problem, Track, TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { changesToSave, editor, isUndecided, namedChanges, type TrackChanges } from '../editor'
import { type JobHandle, runJob } from '../jobs'
import { formatName, notify } from '../ui'
import { toMessage } from './changes-message'
import { type FailedTrack, reloadedText, resultWith, savedText } from './job-results'
import { sayUndecided, takeTruth } from './outside'
import { askHeldBack } from './questions'
import { makeWritable, saveCopy } from './remedies'
import { savedAs } from './saved-as'
import { settleFields } from './settle-fields'
import { showErrors } from './show-errors'
import { speech } from './speech'

/** Writes the changed fields of the changed files among `ids`, or of all. Answers whether everything is saved. */
export function save(ids?: readonly TrackId[]): Promise<boolean> {
  settleFields()
  return saveChanges(changesToSave(editor.getState(), ids && new Set(ids)))
}

interface SaveOptions {
  /** Although it cannot be taken back then. Default: no. */
  readonly withoutUndo?: boolean
  /** Whether a file that does not check out holds back the rest of its kind. Default: yes. */
  readonly holdsBack?: boolean
}

/**
 * Writes these unsaved changes and no others; files that are being saved already are passed over. Answers whether
 * everything is saved.
 */
export async function saveChanges(
  asked: readonly TrackChanges[],
  { withoutUndo = false, holdsBack = true }: SaveOptions = {},
): Promise<boolean> {
  const { getState } = editor
  const translate = speech()
  const state = getState()
  const undecided = asked.filter(({ id }) => isUndecided(state, id)).length
  sayUndecided('outside.undecided', undecided)
  const changes = asked.filter(
    ({ id }) => state.trackStates.get(id)?.kind !== 'saving' && !isUndecided(state, id),
  )
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
          holdsBack,
          tracks: changes.map(({ id, changes: made }) => ({ id, changes: toMessage(made) })),
        },
        { signal, onProgress: takingOver(failed, report, getState().replaceTracks) },
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
  await lookAgain(failed)
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
  for (const { problem, ids } of answer.value.heldBack)
    await askAboutOthers(problem, ids, changes, withoutUndo)
  return failed.length === 0 && getState().edited.size === 0
}

/** Saves the files that were held back, if the person wants them saved having seen why. */
async function askAboutOthers(
  problem: Problem,
  ids: readonly TrackId[],
  sent: readonly TrackChanges[],
  withoutUndo: boolean,
): Promise<void> {
  const first = ids[0] === undefined ? undefined : editor.getState().tracks.get(ids[0])
  const format = first === undefined ? '' : formatName(first.format)
  if (!(await askHeldBack({ problem, format, count: ids.length }))) return
  settleFields()
  const left = namedChanges(changesToSave(editor.getState(), new Set(ids)), sent)
  if (left.length > 0) await saveChanges(left, { withoutUndo, holdsBack: false })
}

/** Files that another program changed before we could write: what they say now, so that the person can decide. */
async function lookAgain(failed: readonly FailedTrack[]): Promise<void> {
  const ids = failed.flatMap(({ id, problem }) => (problem.code === 'file.changed' ? [id] : []))
  if (ids.length === 0) return
  await bridge.tracks.reload(ids, { onProgress: ({ tracks }) => void takeTruth(fromColumns(tracks)) })
}

/** Takes over what a save or a reload says on the way, and collects the files that failed. */
const takingOver =
  (failed: FailedTrack[], report: JobHandle['report'], take: (tracks: readonly Track[]) => void) =>
  ({ done, total, tracks, failed: these }: Progress<'tracks.save' | 'tracks.reload'>): void => {
    take(fromColumns(tracks))
    editor.getState().markFailed(these)
    failed.push(...these)
    report({ done, total })
  }

/** Saves again what was to be saved of the files that failed, as far as it is still a change. */
function retry(
  sent: readonly TrackChanges[],
  failed: readonly FailedTrack[],
  options: SaveOptions = {},
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

/** Reads rows again from disk. Unsaved edits stay; where another program changed the same field the person decides. */
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
        onProgress: takingOver(failed, report, (tracks) => void takeTruth(tracks)),
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
