import type { TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { changesToKeep, editor } from '../editor'
import { toMessage } from './changes-message'

/** Typing is told once it pauses, or after a while of it: milliseconds. */
const pauseMs = 250

/**
 * Tells main every unsaved edit, so that it outlives this page and the app: only what changed since it was told last.
 * Answers how to stop.
 */
export function keepEdits(): () => void {
  let told = { edited: editor.getState().edited, conflicts: editor.getState().conflicts }
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = () => {
    timer = undefined
    const state = editor.getState()
    const before = told
    told = { edited: state.edited, conflicts: state.conflicts }
    const changed = new Set<TrackId>()
    for (const [id, values] of told.edited) {
      const same = before.edited.get(id) === values && before.conflicts.get(id) === told.conflicts.get(id)
      if (!same) changed.add(id)
    }
    const kept = changesToKeep(state, changed).map(({ id, changes }) => ({ id, changes: toMessage(changes) }))
    const gone = [...before.edited.keys()].filter((id) => !told.edited.has(id)).map((id) => ({ id }))
    if (kept.length + gone.length > 0) void bridge.edits.keep([...kept, ...gone])
  }
  const end = editor.subscribe(({ edited, conflicts }) => {
    if (edited !== told.edited || conflicts !== told.conflicts) timer ??= setTimeout(tell, pauseMs)
  })
  return () => {
    end()
    clearTimeout(timer)
  }
}
