import { useEditor } from '../editor'
import { Button, useKeyText, useLanguage, useTranslate } from '../ui'
import { FilterBox } from './filter-box'
import { showOverlay } from './overlays'
import { useCommand } from './use-command'

function CommandButton({ id, look = 'plain' }: { id: string; look?: 'plain' | 'normal' }) {
  const translate = useTranslate()
  const keyText = useKeyText()
  const { command, enabled } = useCommand(id)
  if (command === undefined) return null
  const [key] = command.keys
  return (
    <Button
      look={look}
      disabled={!enabled}
      title={key && keyText(key)}
      // A click takes over what is being typed, as any leaving of a field does.
      onClick={command.run}
    >
      {translate(`toolbar.${id as 'open-folder' | 'undo' | 'redo' | 'lookup'}`)}
    </Button>
  )
}

function SaveButton() {
  const translate = useTranslate()
  const number = new Intl.NumberFormat(useLanguage())
  const keyText = useKeyText()
  const { command, enabled } = useCommand('save')
  const count = useEditor((state) => state.edited.size)
  return (
    <Button
      look={enabled ? 'primary' : 'plain'}
      className="toolbar-save"
      disabled={!enabled}
      title={keyText('Mod+S')}
      onClick={command?.run}
    >
      {translate('toolbar.save')}
      {enabled && (
        <>
          {' '}
          <span className="toolbar-count">{number.format(count)}</span>{' '}
          <span className="visually-hidden">{translate('toolbar.files', { count })}</span>
        </>
      )}
    </Button>
  )
}

/** The few commands that are always in reach. The rest lives in menus and the palette. */
export function Toolbar() {
  const translate = useTranslate()
  const keyText = useKeyText()
  return (
    <header className="toolbar">
      <CommandButton id="open-folder" look="normal" />
      <SaveButton />
      <span className="toolbar-line" />
      <CommandButton id="undo" />
      <CommandButton id="redo" />
      <span className="toolbar-line" />
      <CommandButton id="lookup" />
      <span className="toolbar-space" />
      <FilterBox />
      <Button onClick={() => showOverlay('palette')}>
        {translate('toolbar.commands')} <span className="key">{keyText('Mod+K')}</span>
      </Button>
    </header>
  )
}
