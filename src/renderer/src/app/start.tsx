import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { problemSentence } from '../../../shared/i18n'
import { bridge } from '../bridge'
import { notify } from '../ui'
import { App } from './app'
import { closeRequested, reportUnsaved } from './closing'
import { keepEdits } from './kept-edits'
import { open } from './opening'
import { takeOutside } from './outside'
import { restoreEdits, resumeEdits } from './restore-edits'
import { speech } from './speech'
import { windowSettings } from './window-settings'

/** Draws the window and opens what it was started with. */
export async function start(root: HTMLElement): Promise<void> {
  const answer = await bridge.app.start()
  if (answer.ok) {
    const { settings, locale } = answer.value
    windowSettings.setState({ settings, locale })
  }
  bridge.events.on('settings.changed', (settings) => windowSettings.setState({ settings }))
  bridge.events.on('app.notice', (problem) => notify(problemSentence(speech(), problem), { tone: 'bad' }))
  bridge.events.on('library.changed', takeOutside)
  bridge.events.on('library.requested', (request) => void open(request))
  bridge.events.on('app.closeRequested', () => void closeRequested())
  reportUnsaved()
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
  for (const problem of answer.value.notices) {
    notify(problemSentence(speech(), problem), { tone: 'bad' })
  }
  const { unsaved } = answer.value
  if (answer.value.open !== undefined) await open(answer.value.open)
  if (unsaved?.since === 'page') await restoreEdits(unsaved.files)
  else if (unsaved !== undefined) await resumeEdits(unsaved.files)
}
