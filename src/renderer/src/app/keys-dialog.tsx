import type { MessageKey } from '../../../shared/i18n'
import { columnKey } from '../review'
import { Button, Dialog, useKeyText, useTranslate } from '../ui'
import { commands } from './commands'

/** Keys that are no commands: they belong to the table, or to a place. */
const otherKeys: readonly (readonly [string, MessageKey])[] = [
  ['Enter', 'keys.edit'],
  ['F2', 'keys.edit'],
  ['ArrowRight', 'keys.cells'],
  ['Escape', 'keys.leave'],
  ['Delete', 'keys.delete'],
  ['Shift+ArrowDown', 'keys.extend'],
  [columnKey, 'keys.column'],
  ['Alt+ArrowDown', 'keys.candidate'],
  ['Alt+Shift+ArrowDown', 'keys.moveFile'],
  ['Mod+ArrowRight', 'keys.skip'],
]

/** All keys that do something now. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const translate = useTranslate()
  const keyText = useKeyText()
  const lines = commands.filter(({ keys, hidden }) => keys.length > 0 && !hidden)
  return (
    <Dialog
      open
      className="keys"
      onClose={onClose}
      title={translate('keys.title')}
      actions={
        <Button look="primary" onClick={onClose}>
          {translate('keys.close')}
        </Button>
      }
    >
      <dl className="keys-list">
        {lines.map(({ id, title, keys }) => (
          <div key={id}>
            <dt>{keys.map(keyText).join(', ')}</dt>
            <dd>{translate(title)}</dd>
          </div>
        ))}
        {otherKeys.map(([key, text]) => (
          <div key={key}>
            <dt>{keyText(key)}</dt>
            <dd>{translate(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
