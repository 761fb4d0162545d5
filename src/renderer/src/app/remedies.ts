import { problemSentence } from '../../../shared/i18n'
import type { Problem, TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { changesToSave, editor } from '../editor'
import { notify } from '../ui'
import { toMessage } from './changes-message'
import { settleFields } from './settle-fields'
import { speech } from './speech'

const say = (problem: Problem): void => void notify(problemSentence(speech(), problem), { tone: 'bad' })

/** Takes the write protection off a file. What was to be saved is saved then. */
export async function makeWritable(id: TrackId, save: (id: TrackId) => void): Promise<void> {
  const answer = await bridge.tracks.makeWritable(id)
  if (answer.ok) return save(id)
  // Its row now says what helps instead.
  editor.getState().markFailed([{ id, problem: answer.problem }])
  say(answer.problem)
}

/** Writes the file with its unsaved edits to where the person says. The edits stay: the file itself has not got them. */
export async function saveCopy(id: TrackId): Promise<void> {
  settleFields()
  const [track] = changesToSave(editor.getState(), new Set([id]))
  const answer = await bridge.tracks.saveCopy({ id, changes: toMessage(track?.changes ?? {}) })
  if (!answer.ok) say(answer.problem)
  else if (answer.value !== null) notify(speech()('save.copied', { file: answer.value }))
}
