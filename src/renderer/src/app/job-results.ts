import type { Translate } from '../../../shared/i18n'
import type { Reply } from '../../../shared/ipc'
import { helpsToCopy, type Problem, type TrackId } from '../../../shared/model'
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
  readonly makeWritable?: (id: TrackId) => void
  readonly saveCopy?: (id: TrackId) => void
  /** Saves these although they cannot be undone then. */
  readonly saveWithoutUndo?: (ids: readonly TrackId[]) => void
}

/**
 * “Saved 12 files. 2 could not be saved.”, or how far it came before it was cancelled; how many were held back, and what
 * the saved ones have not got any more.
 */
export function savedText(counts: Reply<'tracks.save'>, translate: Translate): string {
  const { saved, failed, untouched, unkept } = counts
  const held = counts.heldBack.reduce((sum, { ids }) => sum + ids.length, 0)
  const total = saved + failed + untouched + held
  if (saved === 0 && failed > 0 && failed === total) return translate('save.allFailed', { count: failed })
  return [
    untouched > 0
      ? translate('save.cancelled', { count: saved, total })
      : translate('save.saved', { count: saved }),
    failed > 0 && translate('save.failed', { count: failed }),
    held > 0 && translate('save.heldBack', { count: held }),
    ...unkept.map(({ what, files }) => translate(`save.unkept.${what}`, { count: files })),
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
    const helps = helping(id, problem, actions, translate)
    return { problem, actions: [...helps, show] }
  })
  return { text, failures, ...(failures.length > 0 && { retry: actions.retry }) }
}

/** What helps against this problem, the best first. */
function helping(
  id: TrackId,
  problem: Problem,
  { reload, saveWithoutUndo, makeWritable, saveCopy }: FailureActions,
  translate: Translate,
): JobAction[] {
  const { remedy } = problem
  const actions: JobAction[] = []
  if (remedy === 'reload') actions.push({ label: translate('panel.reload'), run: () => reload(id) })
  if (remedy === 'save-without-undo' && saveWithoutUndo) {
    actions.push({ label: translate('save.withoutUndo'), run: () => saveWithoutUndo([id]) })
  }
  if (remedy === 'make-writable' && makeWritable) {
    actions.push({ label: translate('save.makeWritable'), run: () => makeWritable(id) })
  }
  if (helpsToCopy(problem) && saveCopy) {
    actions.push({ label: translate('save.copy'), run: () => saveCopy(id) })
  }
  return actions
}
