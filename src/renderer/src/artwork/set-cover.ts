import { problemSentence, type Translate } from '../../../shared/i18n'
import { type Picture, type TrackId, withFrontCover } from '../../../shared/model'
import { bridge } from '../bridge'
import { editor, pictureEditOf, revertEditOf } from '../editor'
import { notify } from '../ui'
import { withoutCover } from './cover-edits'

const largestBytes = 64 * 1024 * 1024

function put(ids: readonly TrackId[], picture: Picture, translate: Translate): void {
  const state = editor.getState()
  const edit = pictureEditOf(state, translate('artwork.replace'), ids, (pictures) =>
    withFrontCover(pictures, picture),
  )
  state.perform(edit, { source: 'artwork' })
}

/** Asks for a picture by the system's dialog and makes it the cover of these tracks. */
export async function chooseCover(ids: readonly TrackId[], translate: Translate): Promise<void> {
  const answer = await bridge.pictures.choose()
  if (!answer.ok) notify(problemSentence(translate, answer.problem), { tone: 'bad' })
  else if (answer.value !== null) put(ids, answer.value, translate)
}

/** Makes a dropped or pasted picture the cover of these tracks. */
export async function setCoverFrom(file: File, ids: readonly TrackId[], translate: Translate): Promise<void> {
  const params = { file: file.name }
  if (file.size > largestBytes) {
    const problem = { code: 'picture.tooLarge', params: { ...params, reason: '64 MB' } } as const
    notify(problemSentence(translate, problem), { tone: 'bad' })
    return
  }
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  )
  if (bytes === undefined) {
    notify(problemSentence(translate, { code: 'file.notReadable', params }), { tone: 'bad' })
    return
  }
  const answer = await bridge.pictures.add(bytes)
  if (answer.ok) {
    put(ids, answer.value, translate)
    return
  }
  // Main saw only bytes; the name is known here.
  const problem = { ...answer.problem, params: { ...answer.problem.params, ...params } }
  notify(problemSentence(translate, problem), { tone: 'bad' })
}

export function removeCover(ids: readonly TrackId[], translate: Translate): void {
  const state = editor.getState()
  state.perform(pictureEditOf(state, translate('artwork.remove'), ids, withoutCover), { source: 'artwork' })
}

export function revertCover(ids: readonly TrackId[], translate: Translate): void {
  const state = editor.getState()
  const label = translate('edit.revert', { field: translate('field.pictures') })
  state.perform(revertEditOf(state, label, ids, 'pictures'), { source: 'artwork' })
}

/** The picture among dropped or pasted files, if there is one. */
export const pictureIn = (files: Iterable<File>): File | undefined =>
  [...files].find(({ type }) => type.startsWith('image/'))
