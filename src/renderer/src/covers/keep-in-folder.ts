import { problemSentence, type Translate } from '../../../shared/i18n'
import type { Reply } from '../../../shared/ipc'
import type { Picture, Problem, TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { editor } from '../editor'
import { notify } from '../ui'

type Kept = Reply<'tracks.keepBeside'>

/** One file of each folder. */
function oneOfEachFolder(ids: readonly TrackId[]): readonly TrackId[] {
  const { tracks } = editor.getState()
  const byFolder = new Map<string, TrackId>()
  for (const id of ids) {
    const folder = tracks.get(id)?.folder
    if (folder !== undefined && !byFolder.has(folder)) byFolder.set(folder, id)
  }
  return [...byFolder.values()]
}

/**
 * Writes a cover into the folders of these files, at once, and says what came of it. A cover that lies there stays as
 * it is, and to replace it is offered; then it gets another name.
 */
export async function keepInFolder(
  ids: readonly TrackId[],
  { hash }: Pick<Picture, 'hash'>,
  translate: Translate,
  { replaces }: { readonly replaces: boolean } = { replaces: false },
): Promise<void> {
  const written: Extract<Kept, { kind: 'written' }>[] = []
  const taken: { readonly id: TrackId; readonly by: string }[] = []
  const problems: Problem[] = []
  for (const id of oneOfEachFolder(ids)) {
    const answer = await bridge.tracks.keepBeside({ id, what: { kind: 'cover', hash }, replaces })
    if (!answer.ok) problems.push(answer.problem)
    else if (answer.value.kind === 'written') written.push(answer.value)
    else taken.push({ id, by: answer.value.by })
  }
  for (const problem of problems) notify(problemSentence(translate, problem), { tone: 'bad' })
  const [first] = written
  const [inTheWay] = taken
  const [aside] = written.flatMap((one) => one.aside)
  const text = [
    first && translate('covers.kept', { file: first.file, count: written.length }),
    aside && translate('covers.aside', { file: aside }),
    inTheWay && translate('covers.taken', { file: inTheWay.by, count: taken.length }),
  ].filter((part) => part !== undefined)
  if (text.length === 0) return
  const replace = () =>
    void keepInFolder(
      taken.map(({ id }) => id),
      { hash },
      translate,
      { replaces: true },
    )
  notify(text.join(' '), {
    ...(inTheWay && { action: { label: translate('covers.replace'), run: replace } }),
  })
}
