import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../shared/i18n'
import { menuTemplate } from './menu-template'

type Item = ReturnType<typeof menuTemplate>[number]

function menu(platform: NodeJS.Platform, packaged = true, language: 'en' | 'de' = 'en') {
  const run: string[] = []
  const menus = menuTemplate({
    platform,
    packaged,
    translate: createTranslate(language),
    run: (command) => run.push(command),
  })
  const items = menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? (submenu as Item[]) : []))
  return { run, menus, items, roles: items.map(({ role }) => role) }
}

describe('the native menu', () => {
  it('tells the page what was chosen, by the command’s id', () => {
    const { items, run } = menu('linux')
    const commands = items.filter(({ id }) => id !== undefined)
    for (const { click } of commands) (click as () => void)()
    expect(run).toEqual(commands.map(({ id }) => id))
    expect(new Set(run).size).toBe(run.length)
    expect(run).toEqual(
      expect.arrayContaining(['open-folder', 'save', 'undo', 'lookup', 'commands', 'settings']),
    )
  })

  it('leaves keys to the page, but on macOS, where the menu hears them first', () => {
    const registered = (platform: NodeJS.Platform) =>
      menu(platform)
        .items.filter(({ id }) => id !== undefined)
        .map(({ registerAccelerator }) => registerAccelerator)
    expect(new Set(registered('linux'))).toEqual(new Set([false]))
    expect(new Set(registered('win32'))).toEqual(new Set([false]))
    expect(new Set(registered('darwin'))).toEqual(new Set([true]))
  })

  it('keeps cut, copy and paste the system’s own', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const)
      expect(menu(platform).roles).toEqual(expect.arrayContaining(['cut', 'copy', 'paste']))
  })

  it('has neither a reload nor developer tools in a package', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      expect(menu(platform).roles).not.toContain('toggleDevTools')
      expect(menu(platform, false).roles).toContain('toggleDevTools')
      for (const packaged of [true, false]) {
        expect(menu(platform, packaged).roles).not.toContain('reload')
        expect(menu(platform, packaged).roles).not.toContain('forceReload')
      }
    }
  })

  it('has quit, settings and about once on every platform, where they belong', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const { items, roles, menus } = menu(platform)
      expect(roles.filter((role) => role === 'quit')).toHaveLength(1)
      expect(roles.filter((role) => role === 'about')).toHaveLength(1)
      expect(items.filter(({ id }) => id === 'settings')).toHaveLength(1)
      expect(menus[0]?.role).toBe(platform === 'darwin' ? 'appMenu' : undefined)
    }
  })

  it('speaks the language it is told', () => {
    expect(menu('linux', true, 'de').menus.map(({ label }) => label)).toEqual([
      'Datei',
      'Bearbeiten',
      'Tags',
      'Ansicht',
      'Hilfe',
    ])
  })
})
