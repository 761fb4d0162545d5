import type { RunProposal } from '../../../../shared/ipc'
import {
  type Changes,
  type Conflict,
  type Edit,
  isEmpty,
  type Problem,
  type TrackId,
} from '../../../../shared/model'
import type { bridge as realBridge } from '../../bridge'
import { type DoneEdit, type Editor, editor, type Tracks } from '../../editor'
import type { JobHandle } from '../../jobs'
import { tickedEdit } from '../../review'
import { proposalEdit, startUnticked } from '../proposal-edit'

/** What a sure release changes in its files: what the review would have ticked, so nothing that is not known. */
export function sureChanges(state: Tracks, { proposal }: RunProposal): Changes {
  const { candidate } = proposal
  const edit = proposalEdit(state, proposal, candidate.title)
  return tickedEdit(edit, startUnticked(state, edit, { open: candidate.open })).changes
}

export interface Applied {
  readonly albums: readonly number[]
  readonly conflicts: readonly Conflict[]
  readonly failed: readonly { readonly album: number; readonly problem: Problem }[]
}

export interface ApplyOptions extends JobHandle {
  /** Sure albums that are left out. */
  readonly except: readonly number[]
  /** How many there are to be applied. */
  readonly total: number
  readonly label: (albums: number) => string
}

/** Applies all sure albums as one ordinary edit, which one undo takes back. Nothing when it is cancelled. */
export async function applySure(
  bridge: Pick<typeof realBridge, 'run'>,
  { except, total, label, signal, report }: ApplyOptions,
) {
  const changes: Record<TrackId, Edit['changes'][TrackId]> = {}
  const albums: number[] = []
  const answer = await bridge.run.proposals(
    { except: [...except] },
    {
      signal,
      onProgress: (proposal) => {
        Object.assign(changes, sureChanges(editor.getState(), proposal))
        albums.push(proposal.album)
        report({ done: albums.length, total })
      },
    },
  )
  if (!answer.ok) return answer
  const edit: Edit = { label: label(albums.length), changes }
  const conflicts = editor.getState().perform(edit, { source: 'lookup' })
  await bridge.run.mark({ albums, mark: 'applied' })
  if (!isEmpty(edit)) followUndo(bridge, albums)
  const applied: Applied = { albums, conflicts, failed: answer.value.failed }
  return { ok: true as const, value: applied }
}

/** Marks the albums as the edit goes and comes: undone, they are to be applied again. */
function followUndo(bridge: Pick<typeof realBridge, 'run'>, albums: readonly number[]): void {
  const edit = editor.getState().undoable.at(-1)
  if (edit === undefined) return
  const has = (list: readonly DoneEdit[]): boolean => list.includes(edit)
  let applied = true
  const look = ({ undoable, redoable }: Editor, before: Editor) => {
    if (undoable === before.undoable && redoable === before.redoable) return
    const now = has(undoable)
    // It may be gone from both: something else was done after it was undone.
    if (!now && !has(redoable)) end()
    if (now === applied) return
    applied = now
    void bridge.run.mark({ albums: [...albums], mark: now ? 'applied' : 'open' })
  }
  const end = editor.subscribe(look)
}
