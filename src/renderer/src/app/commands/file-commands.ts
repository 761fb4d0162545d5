import { editor, openPlace, selectedIds, view } from '../../editor'
import { chooseAndOpen, openSample, removeFromList } from '../opening'
import { reload, save } from '../saving'
import { settleFields } from '../settle-fields'
import type { Command, CommandState } from './command'

const hasSelection = ({ editor, view }: CommandState): boolean => selectedIds(editor, view).length > 0
const hasChanges = ({ editor }: CommandState): boolean => editor.edited.size > 0
const selected = () => selectedIds(editor.getState(), view.getState())

/** In and out of files. */
export const fileCommands: readonly Command[] = [
  {
    id: 'open-folder',
    title: 'command.openFolder',
    keys: ['Mod+O', 'Mod+D'],
    run: () => void chooseAndOpen('folder'),
  },
  {
    id: 'open-files',
    title: 'command.openFiles',
    keys: ['Mod+Shift+O'],
    run: () => void chooseAndOpen('files'),
  },
  {
    id: 'open-sample',
    title: 'command.openSample',
    keys: [],
    run: () => void openSample(),
  },
  {
    id: 'save',
    title: 'command.save',
    keys: ['Mod+S'],
    applies: hasChanges,
    run: () => void save(),
  },
  {
    id: 'review',
    title: 'command.review',
    keys: ['Mod+Shift+S'],
    applies: hasChanges,
    run: () => {
      settleFields()
      openPlace({ kind: 'review' })
    },
  },
  {
    id: 'reload',
    title: 'command.reload',
    keys: ['F5'],
    applies: hasSelection,
    run: () => void reload(selected()),
  },
  {
    id: 'remove',
    title: 'command.remove',
    // The table itself knows when Delete means rows.
    keys: [],
    applies: hasSelection,
    run: () => void removeFromList(selected(), view.getState().shown),
  },
  {
    id: 'history',
    title: 'command.history',
    keys: ['Mod+Shift+H'],
    run: () => {
      settleFields()
      openPlace({ kind: 'history' })
    },
  },
  {
    id: 'settings',
    title: 'command.settings',
    keys: ['Mod+,'],
    run: () => openPlace({ kind: 'settings' }),
  },
]
