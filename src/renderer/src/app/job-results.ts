import type { Translate } from '../../../shared/i18n'
import type { Reply } from '../../../shared/ipc'
import type { Problem, TrackId } from '../../../shared/model'
import type { JobAction, JobFailure, JobResult } from '../jobs'

export interface FailedTrack {
  readonly id: TrackId
  readonly problem: Problem
}

/** What can be done about files that failed. */
export interface FailureActions {
  readonly retry: () => void
  readonly reload: (id: TrackId) => void
  readonly showFile: (id: TrackId) => void
  /** Saves these although they cannot be undone then. */
  readonly saveWithoutUndo?: (ids: readonly TrackId[]) => void
}

/** “Saved 12 files. 2 could not be saved.”, or how far it came before it was cancelled. */
export function savedText({ saved, failed, untouched }: Reply<'tracks.save'>, translate: Translate): string {
  const total = saved + failed + untouched
  if (untouched === 0 && saved === 0 && failed > 0) return translate('save.allFailed', { count: failed })
  return [
    untouched > 0
      ? translate('save.cancelled', { count: saved, total })
      : translate('save.saved', { count: saved }),
    failed > 0 && translate('save.failed', { count: failed }),
  ]
    .filter(Boolean)
    .join(' ')
}

/** “Reloaded 12 files. 2 could not be read.” */
export const reloadedText = (read: number, failed: number, translate: Translate): string =>
  [translate('reload.done', { count: read }), failed > 0 && translate('open.refused', { count: failed })]
    .filter(Boolean)
    .join(' ')

/** What came of it, for the jobs: each failure with what helps against it, and one button for all of them. */
export function resultWith(
  text: string,
  failed: readonly FailedTrack[],
  actions: FailureActions,
  translate: Translate,
): JobResult {
  const failures = failed.map(({ id, problem }): JobFailure => {
    const show: JobAction = { label: translate('panel.showFile'), run: () => actions.showFile(id) }
    const reload: JobAction = { label: translate('panel.reload'), run: () => actions.reload(id) }
    if (problem.remedy === 'save-without-undo' && actions.saveWithoutUndo !== undefined) {
      const { saveWithoutUndo } = actions
      return {
        problem,
        actions: [{ label: translate('save.withoutUndo'), run: () => saveWithoutUndo([id]) }, show],
      }
    }
    return { problem, actions: problem.remedy === 'reload' ? [reload, show] : [show] }
  })
  return { text, failures, ...(failures.length > 0 && { retry: actions.retry }) }
}
