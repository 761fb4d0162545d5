import type { Translate } from '../../../shared/i18n'
import type { OperationId, OperationSummary } from '../../../shared/model'

export type OperationsById = ReadonlyMap<OperationId, OperationSummary>

/** As the operation was called. An undo says so itself, and one that takes an undo back is a redo. */
export function operationTitle(
  translate: Translate,
  operation: OperationSummary,
  known: OperationsById,
): string {
  const { kind, label } = operation
  if (kind !== 'undo') return label
  return translate(isRedo(operation, known) ? 'history.redoOf' : 'history.undoOf', { label })
}

/** Whether what it takes back is an undo, that of an undo, and so on; as far as those are still known. */
function isRedo({ undoes }: OperationSummary, known: OperationsById): boolean {
  const before = undoes === undefined ? undefined : known.get(undoes)
  return before?.kind === 'undo' && !isRedo(before, known)
}

/** “12 files · 2 not saved · undone” */
export function operationFacts(
  translate: Translate,
  { done, failed, unfinished, undone }: OperationSummary,
): string {
  return [
    translate('review.files', { count: done }),
    failed > 0 && translate('history.failed', { count: failed }),
    unfinished > 0 && translate('history.unclear', { count: unfinished }),
    undone > 0 &&
      (undone >= done ? translate('history.allUndone') : translate('history.someUndone', { count: undone })),
  ]
    .filter(Boolean)
    .join(' · ')
}
