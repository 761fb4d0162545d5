import { useStore } from 'zustand'
import { Button, Dialog, useTranslate } from '../ui'
import { resumeQuestion } from './questions'

/** Unsaved edits of a run that ended without a word: go on with them, or not. Esc decides nothing. */
export function ResumeDialog() {
  const translate = useTranslate()
  const asked = useStore(resumeQuestion, (state) => state.asked)
  if (asked === undefined) return null
  const { question, answer } = asked
  return (
    <Dialog
      open
      question
      onClose={() => answer('later')}
      title={translate('unsaved.left', { count: question.count })}
      actions={
        <>
          <Button look="danger" className="dialog-first" onClick={() => answer('discard')}>
            {translate('unsaved.drop')}
          </Button>
          <Button onClick={() => answer('later')}>{translate('unsaved.later')}</Button>
          <Button look="primary" autoFocus onClick={() => answer('resume')}>
            {translate('unsaved.resume')}
          </Button>
        </>
      }
    >
      <p>{translate('unsaved.leftWords')}</p>
    </Dialog>
  )
}
