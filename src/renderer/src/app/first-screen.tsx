import { Button, NoteIcon, useKeyText, useTranslate } from '../ui'
import { chooseAndOpen, openSample } from './opening'

/** What stands where the list will be: what goes here, and how to bring it. */
export function FirstScreen() {
  const translate = useTranslate()
  const keyText = useKeyText()
  return (
    <main className="first">
      <div className="first-drop">
        <span className="first-sign">
          <NoteIcon />
        </span>
        <h1 className="first-title">{translate('first.title')}</h1>
        <p className="first-words">{translate('first.words')}</p>
        <div className="first-actions">
          <Button look="primary" onClick={() => void chooseAndOpen('folder')}>
            {translate('first.openFolder')}
          </Button>
          <Button onClick={() => void chooseAndOpen('files')}>{translate('first.openFiles')}</Button>
        </div>
        <p className="first-keys">
          {translate('first.keys', { open: keyText('Mod+O'), commands: keyText('Mod+K') })}
        </p>
      </div>
      <p className="first-sample">
        {translate('first.noMusic')}{' '}
        <button type="button" className="link" onClick={() => void openSample()}>
          {translate('first.sample')}
        </button>
        <span className="first-sample-words">{translate('first.sampleWords')}</span>
      </p>
    </main>
  )
}
