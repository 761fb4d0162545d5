import { useStore } from 'zustand'
import { Button, Dialog, useTranslate } from '../ui'
import { unsavedQuestion } from './questions'

/** Save, discard or cancel, before unsaved edits would be lost. */
export function UnsavedDialog() {
  const translate = useTranslate()
  const asked = useStore(unsavedQuestion, (state) => state.asked)
  if (asked === undefined) return null
  const { question, answer } = asked
  const { count, because } = question
  return (
    <Dialog
      open
      question
      onClose={() => answer('cancel')}
      title={translate('unsaved.title', { count })}
      actions={
        <>
          <Button look="danger" className="dialog-first" onClick={() => answer('discard')}>
            {translate(`unsaved.discard.${because}`)}
          </Button>
          <Button onClick={() => answer('cancel')}>{translate('unsaved.cancel')}</Button>
          <Button look="primary" autoFocus onClick={() => answer('save')}>
            {translate('unsaved.save')}
          </Button>
        </>
      }
    >
      <p>{translate(`unsaved.words.${because}`)}</p>
    </Dialog>
  )
}
