import { problemSentence } from '../../../shared/i18n'
import { bridge } from '../bridge'
import { openPlace } from '../editor'
import { libraryRun } from '../lookup'
import { notify } from '../ui'
import { open } from './opening'
import { speech } from './speech'

/** Opens the files of the run that are not listed, and comes back to it. */
export async function openRunFiles(): Promise<void> {
  const grants = await bridge.run.files()
  if (!grants.ok) {
    notify(problemSentence(speech(), grants.problem), { tone: 'bad' })
    return
  }
  await open({ grants: grants.value, mode: 'add' })
  openPlace({ kind: 'lookup-all' })
}

/** Says that a run was left undone when the app or the page ended, with the way to go on. */
export async function offerRun(): Promise<void> {
  const answer = await bridge.run.state()
  if (!answer.ok || answer.value?.kind !== 'left') return
  const { waiting, retrying, albums } = answer.value
  if (waiting + retrying === 0) return
  notify(speech()('run.stillToDo', { count: waiting + retrying, total: albums }), {
    action: { label: speech()('run.resume'), run: () => void continueRun() },
  })
}

async function continueRun(): Promise<void> {
  openPlace({ kind: 'lookup-all' })
  if ((libraryRun.getState().state?.unlisted ?? 0) > 0) await openRunFiles()
  await bridge.run.resume()
}
