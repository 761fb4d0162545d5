import { createStore } from 'zustand/vanilla'
import { problemSentence, type Translate } from '../../../shared/i18n'
import { type Counts, fromColumns, type Grant, type OpenRequest, type Refused } from '../../../shared/ipc'
import type { Problem, TrackId } from '../../../shared/model'
import { bridge } from '../bridge'
import { closePlace, editor } from '../editor'
import { type JobFailure, runJob } from '../jobs'
import { notify } from '../ui'
import { askUnsaved } from './questions'
import { createRowBuffer } from './row-buffer'
import { save } from './saving'
import { settleFields } from './settle-fields'
import { showErrors } from './show-errors'
import { speech } from './speech'

/** How many scans are running: while there is one, an empty list is no empty state. */
export const opening = createStore<{ readonly running: number }>()(() => ({ running: 0 }))

const complain = (problem: Problem): void => {
  if (problem.code === 'job.cancelled') return
  notify(problemSentence(speech(), problem), { tone: 'bad' })
}

/** Files that are known as refused are not listed twice when their folder is opened again. */
function newlyRefused(refused: readonly Refused[]): Refused[] {
  const known = new Set(editor.getState().refused.map(({ file, problem }) => `${problem.code} ${file}`))
  return refused.filter(({ file, problem }) => !known.has(`${problem.code} ${file}`))
}

/** “Read 40 files. 2 could not be read.” */
const readText = ({ read, refused }: Counts, translate: Translate): string =>
  [translate('open.read', { count: read }), refused > 0 && translate('open.refused', { count: refused })]
    .filter(Boolean)
    .join(' ')

/** Edits that would be lost are asked about: true when it may go on. */
async function mayLose(because: 'replace' | 'remove', ids: readonly TrackId[]): Promise<boolean> {
  settleFields()
  const count = ids.filter((id) => editor.getState().edited.has(id)).length
  if (count === 0) return true
  const answer = await askUnsaved({ because, count })
  if (answer === 'cancel') return false
  if (answer === 'discard') return true
  await save(ids)
  return !ids.some((id) => editor.getState().edited.has(id))
}

/** Lists what was granted: rows come as they are read. */
export async function open({ grants, mode }: OpenRequest): Promise<void> {
  if (grants.length === 0) return
  const { getState } = editor
  const translate = speech()
  if (mode === 'replace') {
    const { order } = getState()
    if (!(await mayLose('replace', order))) return
    getState().clear()
    if (order.length > 0) await bridge.library.forget([...order])
  }
  closePlace()
  const names = grants.map(({ name }) => name)
  const label =
    names.length === 1
      ? translate('job.reading', { name: names[0] ?? '' })
      : translate('job.readingSome', { count: names.length })
  const before = getState()
  const rows = createRowBuffer({
    put: (tracks, refused) => {
      getState().addTracks(tracks)
      getState().addRefused(newlyRefused(refused))
    },
    now: () => performance.now(),
    later: (run, delayMs) => setTimeout(run, delayMs),
  })
  const failures: JobFailure[] = []
  opening.setState(({ running }) => ({ running: running + 1 }))
  const answer = await runJob(
    label,
    ({ signal, report }) =>
      bridge.library.scan(
        { grants: grants.map(({ id }) => id) },
        {
          signal,
          onProgress: ({ counts, tracks, refused }) => {
            rows.add(fromColumns(tracks), refused)
            failures.push(...refused.map(({ problem }) => ({ problem, actions: [] })))
            report({ done: counts.read + counts.refused, total: counts.found })
          },
        },
      ),
    (counts) => ({ text: readText(counts, translate), failures }),
  )
  rows.flush()
  opening.setState(({ running }) => ({ running: running - 1 }))
  if (!answer.ok) {
    complain(answer.problem)
    return
  }
  const { found, refused } = answer.value
  const now = getState()
  const name = names.join(', ')
  if (found === 0) notify(translate('open.nothing', { name }))
  else if (now.order.length === before.order.length && now.refused.length === before.refused.length) {
    notify(translate('open.already', { name }))
  } else if (refused > 0) {
    notify(readText(answer.value, translate), {
      tone: 'bad',
      action: { label: translate('notice.showThem'), run: showErrors },
    })
  }
}

/** Asks for a folder or files by the system's dialog and adds them to the list. */
export async function chooseAndOpen(what: 'folder' | 'files'): Promise<void> {
  const answer = await bridge.library.choose(what)
  if (answer.ok) await open({ grants: answer.value, mode: 'add' })
  else complain(answer.problem)
}

export async function openSample(): Promise<void> {
  const answer = await bridge.library.sample()
  if (answer.ok) await open({ grants: answer.value, mode: 'add' })
  else complain(answer.problem)
}

/** What was dropped onto the window. */
export async function openDropped(files: readonly File[], mode: OpenRequest['mode']): Promise<void> {
  const answer: { ok: true; value: Grant[] } | { ok: false; problem: Problem } =
    await bridge.library.grantDropped(files)
  if (!answer.ok) complain(answer.problem)
  else if (answer.value.length === 0) notify(speech()('open.nothingDropped'))
  else await open({ grants: answer.value, mode })
}

/** Takes rows off the list. The files stay as they are. */
export async function removeFromList(ids: readonly TrackId[], shown: readonly TrackId[]): Promise<void> {
  if (ids.length === 0 || !(await mayLose('remove', ids))) return
  editor.getState().forget(new Set(ids), shown)
  await bridge.library.forget([...ids])
}
