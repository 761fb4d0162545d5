import type { MenuItemConstructorOptions } from 'electron'
import type { MessageKey, Translate } from '../../shared/i18n'

/** What the page can be told to do. It finds the command by this id in its own registry. */
export type MenuCommandId =
  | 'open-folder'
  | 'open-files'
  | 'save'
  | 'review'
  | 'reload'
  | 'settings'
  | 'undo'
  | 'redo'
  | 'select-all'
  | 'filter'
  | 'lookup'
  | 'find-cover'
  | 'find-missing-covers'
  | 'find-lyrics'
  | 'lookup-all'
  | 'find-track'
  | 'find-by-sound'
  | 'repair-encoding'
  | 'history'
  | 'copy-diagnostics'
  | 'commands'
  | 'toggle-sidebar'
  | 'toggle-panel'
  | 'shortcuts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  readonly packaged: boolean
  readonly translate: Translate
  readonly run: (command: MenuCommandId) => void
}

type Item = MenuItemConstructorOptions

/** The menu as data, so that it can be looked at without a window. */
export function menuTemplate({ platform, packaged, translate, run }: MenuOptions): Item[] {
  const mac = platform === 'darwin'
  /**
   * The page hears keys first and owns them: it knows whether Ctrl+Z means a text field or the table. Elsewhere
   * than on macOS the menu therefore only shows them; there the system gives keys to the menu before the page.
   */
  const command = (id: MenuCommandId, key: MessageKey, accelerator?: string): Item => ({
    id,
    label: translate(key),
    ...(accelerator === undefined ? {} : { accelerator }),
    registerAccelerator: mac,
    click: () => run(id),
  })
  const role = (name: NonNullable<Item['role']>, key: MessageKey): Item => ({
    role: name,
    label: translate(key),
  })
  const line: Item = { type: 'separator' }
  const settings = command('settings', 'menu.file.settings', 'CmdOrCtrl+,')
  const about = role('about', 'menu.help.about')
  const quit = role('quit', 'menu.file.quit')

  const menus: Item[] = [
    {
      label: translate('menu.file'),
      submenu: [
        command('open-folder', 'menu.file.openFolder', 'CmdOrCtrl+O'),
        command('open-files', 'menu.file.openFiles', 'CmdOrCtrl+Shift+O'),
        line,
        command('save', 'menu.file.save', 'CmdOrCtrl+S'),
        command('review', 'menu.file.review', 'CmdOrCtrl+Shift+S'),
        command('reload', 'menu.file.reload', 'F5'),
        ...(mac ? [] : [line, settings, line, quit]),
      ],
    },
    {
      label: translate('menu.edit'),
      submenu: [
        command('undo', 'menu.edit.undo', 'CmdOrCtrl+Z'),
        command('redo', 'menu.edit.redo', 'CmdOrCtrl+Shift+Z'),
        command('history', 'menu.edit.history', 'CmdOrCtrl+Shift+H'),
        line,
        // Roles: they act on the text field or the DOM's clipboard events, whatever has the focus.
        role('cut', 'menu.edit.cut'),
        role('copy', 'menu.edit.copy'),
        role('paste', 'menu.edit.paste'),
        command('select-all', 'menu.edit.selectAll', 'CmdOrCtrl+A'),
        line,
        command('filter', 'menu.edit.filter', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: translate('menu.tags'),
      submenu: [
        command('lookup', 'menu.tags.lookup', 'CmdOrCtrl+L'),
        command('lookup-all', 'run.command', 'CmdOrCtrl+Shift+L'),
        command('find-track', 'command.findTrack'),
        command('find-by-sound', 'command.findBySound', 'CmdOrCtrl+Shift+Y'),
        line,
        command('find-cover', 'command.findCover'),
        command('find-missing-covers', 'command.findMissingCovers'),
        command('find-lyrics', 'command.findLyrics'),
        line,
        command('repair-encoding', 'repair.command'),
      ],
    },
    {
      label: translate('menu.view'),
      submenu: [
        command('commands', 'menu.view.commands', 'CmdOrCtrl+K'),
        line,
        command('toggle-sidebar', 'menu.view.sidebar', 'CmdOrCtrl+B'),
        command('toggle-panel', 'menu.view.panel', 'CmdOrCtrl+Shift+M'),
        line,
        role('zoomIn', 'menu.view.larger'),
        role('zoomOut', 'menu.view.smaller'),
        role('resetZoom', 'menu.view.actualSize'),
        line,
        role('togglefullscreen', 'menu.view.fullScreen'),
      ],
    },
    ...(mac ? [{ role: 'windowMenu', label: translate('menu.window') } satisfies Item] : []),
    {
      role: 'help',
      label: translate('menu.help'),
      submenu: [
        command('shortcuts', 'menu.help.shortcuts', 'F1'),
        command('copy-diagnostics', 'command.copyDiagnostics'),
        ...(mac ? [] : [line, about]),
      ],
    },
  ]
  if (mac) {
    menus.unshift({
      role: 'appMenu',
      submenu: [
        about,
        line,
        settings,
        line,
        { role: 'services' },
        line,
        role('hide', 'menu.app.hide'),
        role('hideOthers', 'menu.app.hideOthers'),
        role('unhide', 'menu.app.showAll'),
        line,
        quit,
      ],
    })
  }
  // In a package there is neither a console nor a reload that would throw edits away.
  if (!packaged) menus.push({ label: translate('menu.developer'), submenu: [{ role: 'toggleDevTools' }] })
  return menus
}
