import { problemSentence } from '../../../shared/i18n'
import type { Changes, FieldChanges, TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { changedFields, editor, openPlace, withUnknownValues } from '../editor'
import { readLongValues } from '../panel'
import { notify } from '../ui'
import { fromMessage } from './changes-message'
import { open } from './opening'
import { askResume } from './questions'
import { speech } from './speech'
import { stillToDo } from './still-to-do'

/** Asks about unsaved edits of an earlier run; opens their files and puts them back where they are wanted. */
export async function resumeEdits(files: number): Promise<void> {
  const answer = await askResume(files)
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
  await restoreEdits(files)
}

/** Puts the unsaved edits back over the files that are listed now, as one edit. */
export async function restoreEdits(files: number): Promise<void> {
  const translate = speech()
  const answer = await bridge.edits.restore()
  if (!answer.ok) {
    notify(problemSentence(translate, answer.problem), { tone: 'bad' })
    return
  }
  const kept = new Map(answer.value.map(({ id, changes }) => [id, fromMessage(changes)]))
  // An edit of a comment needs to know what the comment says.
  await readLongValues(withUnknownValues(editor.getState(), kept.keys()))
  const { changes, changedSince } = overPresent(kept)
  const restored = Object.keys(changes).length
  editor.getState().perform({ label: translate('unsaved.restored'), changes }, { source: 'restored' })
  if (changedSince > 0) {
    notify(translate('unsaved.changedSince', { count: changedSince }), {
      tone: 'bad',
      action: { label: translate('command.review'), run: () => openPlace({ kind: 'review' }) },
    })
  } else if (restored > 0) notify(translate('unsaved.back', { count: restored, total: files }))
}

function overPresent(kept: ReadonlyMap<TrackId, FieldChanges>): { changes: Changes; changedSince: number } {
  const changes: Record<TrackId, FieldChanges> = {}
  let changedSince = 0
  for (const [id, edits] of kept) {
    const track = editor.getState().tracks.get(id)
    if (track === undefined) continue
    const left = stillToDo(edits, track)
    if (changedFields(left.changes).length > 0) changes[id] = left.changes
    if (left.changedSince) changedSince++
  }
  return { changes, changedSince }
}
