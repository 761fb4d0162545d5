/** The worker of the app, but it dies in the middle of a save: before the step that the new title names. */
import { historyAt } from '../history-tasks'
import { saveTrack } from '../save-track'
import { type SaveTask, saveTask } from '../tasks'
import { stoppingAt } from './stopping'

export * from '../worker'

export const save = (task: SaveTask): ReturnType<typeof saveTask> => {
  const { recording, ...change } = task
  const step = /^dies at (\d+)/.exec(change.changes.values.title?.to[0] ?? '')?.[1]
  if (recording === undefined || step === undefined) return saveTask(task)
  const road = stoppingAt(Number(step), () => process.exit(1))
  const history = road.history(historyAt(recording.database))
  return saveTrack(change, { history, as: recording.as }, road.parts)
}
