import { useStore } from 'zustand'
import { problemSentence } from '../../../shared/i18n'
import { Button, Dialog, useTranslate } from '../ui'
import { heldBackQuestion } from './questions'

/** A file did not check out: whether the others of its kind are to be saved. Esc leaves them as they are. */
export function HeldBackDialog() {
  const translate = useTranslate()
  const asked = useStore(heldBackQuestion, (state) => state.asked)
  if (asked === undefined) return null
  const { question, answer } = asked
  const { problem, format, count } = question
  return (
    <Dialog
      open
      question
      onClose={() => answer(false)}
      title={translate('heldBack.title', { count, format })}
      actions={
        <>
          <Button autoFocus onClick={() => answer(false)}>
            {translate('heldBack.stop')}
          </Button>
          <Button look="primary" onClick={() => answer(true)}>
            {translate('heldBack.goOn')}
          </Button>
        </>
      }
    >
      <p>{problemSentence(translate, problem)}</p>
      <p>{translate('heldBack.words', { format })}</p>
    </Dialog>
  )
}
