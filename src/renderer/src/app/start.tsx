import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { problemSentence } from '../../../shared/i18n'
import type { Problem } from '../../../shared/model'
import { bridge } from '../bridge'
import { watchRun } from '../lookup'
import { watchQueue } from '../queue'
import { notify } from '../ui'
import { App } from './app'
import { closeRequested, reportUnsaved } from './closing'
import { keepEdits } from './kept-edits'
import { offerRun } from './library-runs'
import { open } from './opening'
import { keepUndecidedTrue, takeOutside } from './outside'
import { restoreEdits, resumeEdits } from './restore-edits'
import { speech } from './speech'
import { windowSettings } from './window-settings'

/** What main has to say. That a folder cannot be watched is no trouble, only good to know. */
function tell(problem: Problem): void {
  const tone = problem.code === 'library.notWatched' ? 'normal' : 'bad'
  notify(problemSentence(speech(), problem), { tone })
}

/** Draws the window and opens what it was started with. */
export async function start(root: HTMLElement): Promise<void> {
  const answer = await bridge.app.start()
  if (answer.ok) {
    const { settings, locale } = answer.value
    windowSettings.setState({ settings, locale })
  }
  bridge.events.on('settings.changed', (settings) => windowSettings.setState({ settings }))
  bridge.events.on('app.notice', tell)
  bridge.events.on('library.changed', (changed) => void takeOutside(changed))
  bridge.events.on('library.requested', (request) => void open(request))
  bridge.events.on('app.closeRequested', () => void closeRequested())
  watchQueue(bridge)
  watchRun({ bridge, translate: speech })
  reportUnsaved()
  keepUndecidedTrue()
  keepEdits()
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
  if (!answer.ok) {
    notify(problemSentence(speech(), answer.problem), { tone: 'bad' })
    return
  }
  for (const problem of answer.value.notices) tell(problem)
  const { unsaved } = answer.value
  if (answer.value.open !== undefined) await open(answer.value.open)
  if (unsaved?.since === 'page') await restoreEdits()
  else if (unsaved !== undefined) await resumeEdits(unsaved.files)
  await offerRun()
}
