import { problemSentence } from '../../../shared/i18n'
import type { Changes, FieldChanges, TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { type Conflicts, changedFields, editor, withUnknownValues } from '../editor'
import { readLongValues } from '../panel'
import { notify } from '../ui'
import { fromMessage } from './changes-message'
import { open } from './opening'
import { sayUndecided } from './outside'
import { askResume } from './questions'
import { speech } from './speech'
import { stillToDo } from './still-to-do'

/** Asks about unsaved edits of an earlier run; opens their files and puts them back where they are wanted. */
export async function resumeEdits(files: number): Promise<void> {
  const answer = await askResume({ count: files })
  if (answer === 'later') return
  if (answer === 'discard') {
    await bridge.edits.discard()
    return
  }
  const grants = await bridge.edits.resume()
  if (!grants.ok) {
    notify(problemSentence(speech(), grants.problem), { tone: 'bad' })
    return
  }
  await open({ grants: grants.value, mode: 'add' })
  const found = await restoreEdits()
  if (found < files) notify(speech()('unsaved.notFound', { count: files - found }), { tone: 'bad' })
}

/** Puts the unsaved edits back over the files that are listed now, as one edit. Answers how many files have some. */
export async function restoreEdits(): Promise<number> {
  const translate = speech()
  const answer = await bridge.edits.restore()
  if (!answer.ok) {
    notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    return 0
  }
  const kept = new Map(answer.value.map(({ id, changes }) => [id, fromMessage(changes)]))
  // An edit of a comment needs to know what the comment says.
  await readLongValues(withUnknownValues(editor.getState(), kept.keys()))
  const { changes, conflicts } = overPresent(kept)
  const restored = Object.keys(changes).length
  editor.getState().perform({ label: translate('unsaved.restored'), changes }, { source: 'restored' })
  editor.getState().addConflicts(conflicts)
  if (conflicts.size > 0) sayUndecided('unsaved.changedSince', conflicts.size)
  else if (restored > 0) notify(translate('unsaved.back', { count: restored }))
  return kept.size
}

function overPresent(kept: ReadonlyMap<TrackId, FieldChanges>): { changes: Changes; conflicts: Conflicts } {
  const changes: Record<TrackId, FieldChanges> = {}
  const conflicts = new Map<TrackId, FieldChanges>()
  for (const [id, edits] of kept) {
    const track = editor.getState().tracks.get(id)
    if (track === undefined) continue
    const left = stillToDo(edits, track)
    if (changedFields(left.changes).length > 0) changes[id] = left.changes
    if (changedFields(left.theirs).length > 0) conflicts.set(id, left.theirs)
  }
  return { changes, conflicts }
}
