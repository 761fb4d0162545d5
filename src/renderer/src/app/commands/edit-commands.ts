import type { Edit, TrackId } from '../../../../shared/model'
import { chooseCover, removeCover } from '../../artwork'
import {
  albumOf,
  currentOf,
  editor,
  isUndecided,
  openPlace,
  selectedIds,
  undecidedOf,
  view,
} from '../../editor'
import { hasRun } from '../../lookup'
import { openRepair } from '../../repair'
import { notify } from '../../ui'
import { keepMine, takeTheirs } from '../deciding'
import { settleFields } from '../settle-fields'
import { speech } from '../speech'
import type { Command, CommandState } from './command'

const hasSelection = ({ editor, view }: CommandState): boolean => selectedIds(editor, view).length > 0
const selected = () => selectedIds(editor.getState(), view.getState())

/** One track stands for its album; several are meant as they are. */
function meant(): readonly TrackId[] {
  const ids = selected()
  const [only] = ids
  return ids.length === 1 && only !== undefined ? albumOf(editor.getState(), only) : ids
}

const hasConflict = ({ editor, view }: CommandState): boolean =>
  selectedIds(editor, view).some((id) => isUndecided(editor, id))

/** Brings what an undo or redo changed into sight. */
function look(edit: Edit | undefined): void {
  if (edit === undefined) return
  const changed = new Set(Object.keys(edit.changes))
  const { selection } = editor.getState()
  if ([...selection].some((id) => changed.has(id))) return
  const first = view.getState().shown.find((id) => changed.has(id))
  if (first !== undefined) editor.getState().select(first)
}

/** What was taken out and saved is no edit any more that could be taken back here. */
function tellOfSavedKinds(edit: Edit | undefined): void {
  const { tracks } = editor.getState()
  const isSaved = Object.entries(edit?.changes ?? {}).some(([id, { removedKinds }]) =>
    removedKinds?.to.some((kind) => tracks.get(id as TrackId)?.tagKinds.includes(kind) === false),
  )
  if (!isSaved) return
  const translate = speech()
  const action = { label: translate('command.history'), run: () => openPlace({ kind: 'history' }) }
  notify(translate('history.kindsSaved'), { action })
}

/** What changes values. */
export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    title: 'command.undo',
    keys: ['Mod+Z'],
    applies: ({ editor }) => editor.undoable.length > 0,
    run: () => {
      settleFields()
      const edit = editor.getState().undo()
      look(edit)
      tellOfSavedKinds(edit)
    },
  },
  {
    id: 'redo',
    title: 'command.redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    applies: ({ editor }) => editor.redoable.length > 0,
    run: () => {
      settleFields()
      look(editor.getState().redo())
    },
  },
  {
    id: 'revert',
    title: 'command.revert',
    keys: [],
    applies: ({ editor, view }) => selectedIds(editor, view).some((id) => editor.edited.has(id)),
    run: () => {
      settleFields()
      editor.getState().revert(selected(), speech()('command.revert'))
    },
  },
  {
    id: 'compare-conflicts',
    title: 'command.compareConflicts',
    keys: [],
    applies: ({ editor }) => undecidedOf(editor).length > 0,
    run: () => {
      settleFields()
      openPlace({ kind: 'conflict' })
    },
  },
  {
    id: 'keep-mine',
    title: 'command.keepMine',
    keys: [],
    applies: hasConflict,
    run: () => keepMine(selected()),
  },
  {
    id: 'take-theirs',
    title: 'command.takeTheirs',
    keys: [],
    applies: hasConflict,
    run: () => takeTheirs(selected()),
  },
  {
    id: 'lookup',
    title: 'command.lookup',
    keys: ['Mod+L'],
    applies: hasSelection,
    run: () => {
      settleFields()
      openPlace({ kind: 'lookup', ids: meant() })
    },
  },
  {
    id: 'find-track',
    title: 'command.findTrack',
    keys: [],
    applies: hasSelection,
    run: () => {
      settleFields()
      openPlace({ kind: 'lookup', ids: selected(), by: 'name' })
    },
  },
  {
    id: 'find-by-sound',
    title: 'command.findBySound',
    keys: ['Mod+Shift+Y'],
    applies: hasSelection,
    run: () => {
      settleFields()
      openPlace({ kind: 'lookup', ids: selected(), by: 'sound' })
    },
  },
  {
    id: 'lookup-all',
    title: 'run.command',
    keys: ['Mod+Shift+L'],
    applies: ({ editor }) => editor.order.length > 0 || hasRun(),
    run: () => {
      settleFields()
      openPlace({ kind: 'lookup-all' })
    },
  },
  {
    id: 'repair-encoding',
    title: 'repair.command',
    keys: [],
    applies: ({ editor }) => editor.order.length > 0,
    run: () => {
      settleFields()
      openRepair(selected())
    },
  },
  {
    id: 'replace-cover',
    title: 'command.replaceCover',
    keys: [],
    applies: hasSelection,
    run: () => void chooseCover(selected(), speech()),
  },
  {
    id: 'find-cover',
    title: 'command.findCover',
    keys: [],
    applies: hasSelection,
    run: () => {
      settleFields()
      openPlace({ kind: 'findCover', ids: meant() })
    },
  },
  {
    id: 'find-missing-covers',
    title: 'command.findMissingCovers',
    keys: [],
    applies: ({ editor }) => editor.order.length > 0,
    run: () => {
      settleFields()
      openPlace({ kind: 'missingCovers' })
    },
  },
  {
    id: 'find-lyrics',
    title: 'command.findLyrics',
    keys: [],
    applies: hasSelection,
    run: () => {
      settleFields()
      openPlace({ kind: 'lyrics', ids: selected() })
    },
  },
  {
    id: 'remove-cover',
    title: 'command.removeCover',
    keys: [],
    applies: ({ editor, view }) =>
      selectedIds(editor, view).some((id) => currentOf(editor, id).pictures.length > 0),
    run: () => removeCover(selected(), speech()),
  },
]
