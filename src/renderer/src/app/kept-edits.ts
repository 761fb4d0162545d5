import type { TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { changesToSave, editor } from '../editor'
import { toMessage } from './changes-message'

/** Typing is told once it pauses, or after a while of it: milliseconds. */
const pauseMs = 250

/**
 * Tells main every unsaved edit, so that it outlives this page and the app: only what changed since it was told last.
 * Answers how to stop.
 */
export function keepEdits(): () => void {
  let told = editor.getState().edited
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = () => {
    timer = undefined
    const state = editor.getState()
    const before = told
    told = state.edited
    const changed = new Set<TrackId>()
    for (const [id, values] of told) if (before.get(id) !== values) changed.add(id)
    const kept = changesToSave(state, changed).map(({ id, changes }) => ({ id, changes: toMessage(changes) }))
    const gone = [...before.keys()].filter((id) => !told.has(id)).map((id) => ({ id }))
    if (kept.length + gone.length > 0) void bridge.edits.keep([...kept, ...gone])
  }
  const end = editor.subscribe(({ edited }) => {
    if (edited !== told) timer ??= setTimeout(tell, pauseMs)
  })
  return () => {
    end()
    clearTimeout(timer)
  }
}
