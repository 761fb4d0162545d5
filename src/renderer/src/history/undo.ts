import { problemSentence, type Translate } from '../../../shared/i18n'
import { fromColumns, type Reply, type Request, type UndoFailure } from '../../../shared/ipc'
import { bridge } from '../bridge'
import { editor } from '../editor'
import { type JobResult, runJob } from '../jobs'
import { notify } from '../ui'

export interface UndoOptions {
  /** How many files are expected to change. */
  readonly count: number
  readonly translate: Translate
  /** Shows what could not be undone, and why. */
  readonly onShowJobs: () => void
}

/** Takes files of an operation back, as a job. Rows that are listed show what the files say then. */
export async function undo(request: Request<'history.undo'>, options: UndoOptions): Promise<void> {
  const { count, translate, onShowJobs } = options
  const failed: UndoFailure[] = []
  const answer = await runJob(
    translate('history.undoing', { count }),
    ({ signal, report }) =>
      bridge.history.undo(request, {
        signal,
        onProgress: ({ done, total, tracks, failed: these }) => {
          editor.getState().replaceTracks(fromColumns(tracks))
          failed.push(...these)
          report({ done, total })
        },
      }),
    (counts) => resultOf(counts, failed, request, options),
  )
  if (!answer.ok) {
    if (answer.problem.code !== 'job.cancelled') {
      notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    }
    return
  }
  notify(undoneText(answer.value, translate), {
    tone: failed.length > 0 ? 'bad' : 'normal',
    ...(failed.length > 0 && { action: { label: translate('notice.showThem'), run: onShowJobs } }),
  })
}

/** “Undid 12 files. 2 could not be undone.”, or how far it came before it was cancelled. */
export function undoneText(
  { undone, failed, untouched }: Reply<'history.undo'>,
  translate: Translate,
): string {
  const total = undone + failed + untouched
  if (undone === 0 && untouched === 0 && failed > 0) return translate('history.noneUndone', { count: failed })
  return [
    untouched > 0
      ? translate('history.undoCancelled', { count: undone, total })
      : translate('history.undone', { count: undone }),
    failed > 0 && translate('history.notUndone', { count: failed }),
  ]
    .filter(Boolean)
    .join(' ')
}

const resultOf = (
  counts: Reply<'history.undo'>,
  failed: readonly UndoFailure[],
  { operation }: Request<'history.undo'>,
  options: UndoOptions,
): JobResult => ({
  text: undoneText(counts, options.translate),
  failures: failed.map(({ problem }) => ({ problem, actions: [] })),
  ...(failed.length > 0 && {
    retry: () =>
      void undo({ operation, files: failed.map(({ id }) => id) }, { ...options, count: failed.length }),
  }),
})
