import { isVerificationFailure, type Problem, type TrackId } from '../../shared/model'

/** Files that were not begun, and the failure of another of their kind because of which. */
export interface HeldBack {
  readonly problem: Problem
  readonly ids: readonly TrackId[]
}

/**
 * Decides which files of a batch may still be begun (decisions.md 11). A result that does not check out may mean that
 * we write this kind of container wrongly: the first one holds back the rest of that kind, until the person has seen
 * it. Other kinds go on.
 */
export interface HoldBack {
  mayBegin(id: TrackId): boolean
  failed(id: TrackId, problem: Problem): void
  readonly heldBack: readonly HeldBack[]
}

/** @param kindOf the kind of container of a file; files of no known kind hold nothing back */
export function createHoldBack(kindOf: (id: TrackId) => string | undefined): HoldBack {
  const held = new Map<string, { readonly problem: Problem; readonly ids: TrackId[] }>()
  return {
    mayBegin(id) {
      const kind = kindOf(id)
      const group = kind === undefined ? undefined : held.get(kind)
      group?.ids.push(id)
      return group === undefined
    },
    failed(id, problem) {
      const kind = kindOf(id)
      if (kind === undefined || held.has(kind) || !isVerificationFailure(problem)) return
      held.set(kind, { problem: { ...problem, trackId: id }, ids: [] })
    },
    get heldBack() {
      return [...held.values()].filter(({ ids }) => ids.length > 0)
    },
  }
}
