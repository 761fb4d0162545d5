import type { Translate } from '../../../shared/i18n'
import type { Answer } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import { bridge as realBridge } from '../bridge'
import { type JobFailure, runJob } from '../jobs'
import { notify } from '../ui'
import type { LyricsTexts } from './song-lyrics'

export interface SongTexts {
  readonly id: TrackId
  readonly texts: LyricsTexts
}

interface TextFile {
  readonly id: TrackId
  readonly form: 'lrc' | 'txt'
  readonly text: string
}

const filesOf = ({ id, texts: { plain, synchronised } }: SongTexts): readonly TextFile[] => [
  ...(synchronised === '' ? [] : [{ id, form: 'lrc' as const, text: `${synchronised}\n` }]),
  ...(plain === '' ? [] : [{ id, form: 'txt' as const, text: `${plain}\n` }]),
]

/** Writes lyrics beside their music, at once, as one job: `.lrc` with times, `.txt` without. */
export const keepBeside = (songs: readonly SongTexts[], translate: Translate): Promise<void> =>
  keepFiles(songs.flatMap(filesOf), translate, { replaces: false })

/** A file that lies there stays as it is, and to replace it is offered; then it gets another name. */
async function keepFiles(
  files: readonly TextFile[],
  translate: Translate,
  { replaces }: { readonly replaces: boolean },
  bridge: Pick<typeof realBridge, 'tracks'> = realBridge,
): Promise<void> {
  const taken: TextFile[] = []
  const failed: TextFile[] = []
  const failures: JobFailure[] = []
  let written = 0
  await runJob(
    translate('lyrics.keepJob', { count: files.length }),
    async ({ signal, report }): Promise<Answer<undefined>> => {
      for (const [index, file] of files.entries()) {
        if (signal.aborted) break
        const { id, form, text } = file
        const what = { kind: 'lyrics', form, text } as const
        const answer = await bridge.tracks.keepBeside({ id, what, replaces })
        if (!answer.ok) {
          failed.push(file)
          failures.push({ problem: answer.problem, actions: [] })
        } else if (answer.value.kind === 'written') written++
        else taken.push(file)
        report({ done: index + 1, total: files.length })
      }
      return { ok: true, value: undefined }
    },
    () => ({
      text: translate('lyrics.kept', { count: written }),
      failures,
      ...(failed.length > 0 && { retry: () => void keepFiles(failed, translate, { replaces }) }),
    }),
  )
  const text = [
    written > 0 && translate('lyrics.kept', { count: written }),
    taken.length > 0 && translate('lyrics.taken', { count: taken.length }),
    failed.length > 0 && translate('lyrics.notKept', { count: failed.length }),
  ].filter((part) => part !== false)
  const replace = () => void keepFiles(taken, translate, { replaces: true })
  notify(text.join(' '), {
    tone: failed.length > 0 ? 'bad' : 'normal',
    ...(taken.length > 0 && { action: { label: translate('covers.replace'), run: replace } }),
  })
}
