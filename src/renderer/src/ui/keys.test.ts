import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import { press } from '../testing/press'
import { keyText, matches, modHeld } from './keys'

describe('a key', () => {
  it('is Ctrl here and Cmd on macOS', () => {
    expect(matches('Mod+S', press('s', { ctrlKey: true }), false)).toBe(true)
    expect(matches('Mod+S', press('s', { metaKey: true }), false)).toBe(false)
    expect(matches('Mod+S', press('s', { metaKey: true }), true)).toBe(true)
    expect(matches('Mod+S', press('s', { ctrlKey: true }), true)).toBe(false)
    // There a click with Ctrl is the menu's.
    expect(modHeld(press('', { ctrlKey: true }), true)).toBe(false)
    expect(modHeld(press('', { ctrlKey: true }), false)).toBe(true)
  })

  it('means another command with Shift or Alt', () => {
    expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
    expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true)
    expect(matches('Alt+ArrowUp', press('ArrowUp', { altKey: true }), false)).toBe(true)
    expect(matches('F6', press('F6', { shiftKey: true }), false)).toBe(false)
    expect(matches(' ', press(' ', { shiftKey: true }), false)).toBe(false)
  })

  it('is a sign however the keyboard makes it', () => {
    expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true)
    expect(matches('/', press('/', { shiftKey: true }), false)).toBe(true)
    expect(matches('/', press('/', { ctrlKey: true }), false)).toBe(false)
  })
})

describe('a key in print', () => {
  it.each([
    ['Mod+Shift+S', 'Ctrl+Shift+S', 'Strg+Umschalt+S', '⇧⌘S'],
    ['Mod+ ', 'Ctrl+Space', 'Strg+Leertaste', '⌘Space'],
    ['Alt+ArrowUp', 'Alt+↑', 'Alt+↑', '⌥↑'],
    ['Alt+PageDown', 'Alt+PgDn', 'Alt+Bild↓', '⌥⇟'],
    ['Mod+Enter', 'Ctrl+Enter', 'Strg+Enter', '⌘↩'],
    ['Delete', 'Delete', 'Entf', '⌫'],
    ['Mod', 'Ctrl', 'Strg', '⌘'],
    ['Escape', 'Esc', 'Esc', 'Esc'],
    ['F6', 'F6', 'F6', 'F6'],
  ])('%s is %s, in German %s, on macOS %s', (key, english, german, mac) => {
    expect(keyText(key, createTranslate('en'), false)).toBe(english)
    expect(keyText(key, createTranslate('de'), false)).toBe(german)
    expect(keyText(key, createTranslate('en'), true)).toBe(mac)
  })
})
