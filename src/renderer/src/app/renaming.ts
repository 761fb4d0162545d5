import { problemSentence } from '../../../shared/i18n'
import { fromColumns } from '../../../shared/ipc'
import type { OperationId, TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { editor } from '../editor'
import { notify } from '../ui'
import { speech } from './speech'

/** Gives a file another name, at once. Answers whether it has it now; unsaved edits stay what they are. */
export async function renameFile(
  id: TrackId,
  fileName: string,
  { withoutUndo }: { readonly withoutUndo: boolean } = { withoutUndo: false },
): Promise<boolean> {
  const translate = speech()
  const label = translate('rename.label', { name: fileName })
  const answer = await bridge.tracks.rename({ label, withoutUndo, names: [{ id, fileName }] })
  if (!answer.ok) {
    const isUnrecorded = answer.problem.remedy === 'save-without-undo'
    notify(problemSentence(translate, answer.problem), {
      tone: 'bad',
      ...(isUnrecorded && {
        action: {
          label: translate('rename.withoutUndo'),
          run: () => void renameFile(id, fileName, { withoutUndo: true }),
        },
      }),
    })
    return false
  }
  const { operation, tracks } = answer.value
  editor.getState().replaceTracks(fromColumns(tracks))
  notify(translate('rename.done', { name: fileName }), {
    ...(operation !== undefined && {
      action: { label: translate('command.undo'), run: () => void undoRename(operation) },
    }),
  })
  return true
}

async function undoRename(operation: OperationId): Promise<void> {
  const translate = speech()
  const answer = await bridge.history.undo(
    { operation },
    {
      onProgress: ({ tracks, failed }) => {
        editor.getState().replaceTracks(fromColumns(tracks))
        for (const { problem } of failed) notify(problemSentence(translate, problem), { tone: 'bad' })
      },
    },
  )
  if (!answer.ok) notify(problemSentence(translate, answer.problem), { tone: 'bad' })
}
