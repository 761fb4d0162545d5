import { bridge } from '../../bridge'
import { albumAt, closePlace, editor, place, rowAt, view } from '../../editor'
import { jobs } from '../../jobs'
import { queue } from '../../queue'
import { copyDiagnostics } from '../diagnostics'
import { layoutState, togglePanel, toggleSidebar } from '../layout-state'
import { showOverlay } from '../overlays'
import { cyclePanes } from '../panes'
import { focusTable, isTextField, settleFields } from '../settle-fields'
import type { Command, CommandState } from './command'

const atWork = ({ place }: CommandState): boolean => place.kind === 'workbench'
const hasRows = ({ place, view }: CommandState): boolean =>
  place.kind === 'workbench' && view.shown.length > 0

/** To another row; a field of the panel that is typed into stays the one. */
function go(to: (from: ReturnType<typeof editor.getState>['focus']) => typeof from): void {
  settleFields()
  const next = to(editor.getState().focus)
  if (next !== undefined) editor.getState().select(next)
}

/** Esc steps out one level: a place first, then what narrows the list. */
function stepOut(): void {
  const { text, folder, filter } = view.getState()
  if (place.getState().shown.kind !== 'workbench') closePlace()
  else if (layoutState.getState().drawer) layoutState.setState({ drawer: false })
  else if (isTextField(document.activeElement) && document.activeElement.closest('[data-pane="panel"]')) {
    focusTable()
  } else if (text !== '' || folder !== undefined || filter !== undefined) view.getState().showAll()
}

/** What is seen and selected. */
export const viewCommands: readonly Command[] = [
  {
    id: 'filter',
    title: 'command.filter',
    keys: ['Mod+F', 'F3'],
    applies: atWork,
    run: () => document.getElementById('filter')?.focus(),
  },
  {
    id: 'filter-by-sign',
    title: 'command.filter',
    keys: ['/'],
    notInFields: true,
    hidden: true,
    applies: atWork,
    run: () => document.getElementById('filter')?.focus(),
  },
  {
    id: 'show-all',
    title: 'command.showAll',
    keys: [],
    applies: ({ view, editor }) => view.shown.length < editor.order.length,
    run: () => view.getState().showAll(),
  },
  {
    id: 'select-all',
    title: 'command.selectAll',
    keys: ['Mod+A'],
    notInFields: true,
    applies: hasRows,
    run: () => {
      editor.getState().selectAll(view.getState().shown)
      focusTable()
    },
  },
  {
    id: 'invert-selection',
    title: 'command.invert',
    keys: ['Mod+Shift+A'],
    notInFields: true,
    applies: hasRows,
    run: () => {
      editor.getState().invertSelection(view.getState().shown)
      focusTable()
    },
  },
  {
    id: 'previous',
    title: 'command.previous',
    keys: ['Alt+ArrowUp'],
    applies: hasRows,
    run: () => go((from) => rowAt(view.getState().shown, from, -1)),
  },
  {
    id: 'next',
    title: 'command.next',
    keys: ['Alt+ArrowDown'],
    applies: hasRows,
    run: () => go((from) => rowAt(view.getState().shown, from, 1)),
  },
  {
    id: 'previous-album',
    title: 'command.previousAlbum',
    keys: ['Alt+PageUp'],
    applies: hasRows,
    run: () => go((from) => albumAt(view.getState(), from, -1)),
  },
  {
    id: 'next-album',
    title: 'command.nextAlbum',
    keys: ['Alt+PageDown'],
    applies: hasRows,
    run: () => go((from) => albumAt(view.getState(), from, 1)),
  },
  {
    id: 'commands',
    title: 'command.commands',
    keys: ['Mod+K', 'Mod+Shift+P'],
    hidden: true,
    run: () => showOverlay('palette'),
  },
  {
    id: 'toggle-sidebar',
    title: 'command.sidebar',
    keys: ['Mod+B'],
    applies: atWork,
    run: toggleSidebar,
  },
  {
    id: 'toggle-panel',
    title: 'command.panel',
    keys: ['Mod+Shift+M'],
    applies: atWork,
    run: togglePanel,
  },
  {
    id: 'jobs',
    title: 'command.jobs',
    keys: [],
    applies: () => jobs.getState().jobs.length > 0 || queue.getState().state.requests.length > 0,
    run: () => showOverlay('jobs'),
  },
  {
    id: 'pause-requests',
    title: 'command.pauseRequests',
    keys: [],
    applies: () => !queue.getState().state.paused,
    run: () => void bridge.queue.setPaused(true),
  },
  {
    id: 'resume-requests',
    title: 'command.resumeRequests',
    keys: [],
    applies: () => queue.getState().state.paused,
    run: () => void bridge.queue.setPaused(false),
  },
  { id: 'panes', title: 'command.panes', keys: ['F6'], run: () => cyclePanes(1) },
  {
    id: 'panes-back',
    title: 'command.panes',
    keys: ['Shift+F6'],
    hidden: true,
    run: () => cyclePanes(-1),
  },
  {
    id: 'copy-diagnostics',
    title: 'command.copyDiagnostics',
    keys: [],
    run: () => void copyDiagnostics(),
  },
  { id: 'shortcuts', title: 'command.shortcuts', keys: ['F1'], run: () => showOverlay('keys') },
  {
    id: 'shortcuts-by-sign',
    title: 'command.shortcuts',
    keys: ['?'],
    notInFields: true,
    hidden: true,
    run: () => showOverlay('keys'),
  },
  { id: 'step-out', title: 'command.stepOut', keys: ['Escape'], hidden: true, run: stepOut },
]
