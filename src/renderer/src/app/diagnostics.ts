import { problemSentence } from '../../../shared/i18n'
import { bridge } from '../bridge'
import { notify } from '../ui'
import { speech } from './speech'

/** Puts what helps whoever is asked for help onto the clipboard. */
export async function copyDiagnostics(): Promise<void> {
  const translate = speech()
  const answer = await bridge.app.copyDiagnostics()
  if (answer.ok) notify(translate('diagnostics.copied'))
  else notify(problemSentence(translate, answer.problem), { tone: 'bad' })
}
