import { describe, expect, it } from 'vitest'
import { type KeyPress, keyText, matches } from './keys'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a key', () => {
  it('is Ctrl here and Cmd on macOS', () => {
    expect(matches('Mod+S', press('s', { ctrlKey: true }), false)).toBe(true)
    expect(matches('Mod+S', press('s', { metaKey: true }), false)).toBe(false)
    expect(matches('Mod+S', press('s', { metaKey: true }), true)).toBe(true)
    expect(matches('Mod+S', press('s', { ctrlKey: true }), true)).toBe(false)
  })

  it('means another command with Shift or Alt', () => {
    expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false)
    expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true)
    expect(matches('Alt+ArrowUp', press('ArrowUp', { altKey: true }), false)).toBe(true)
    expect(matches('F6', press('F6', { shiftKey: true }), false)).toBe(false)
  })

  it('is a sign however the keyboard makes it', () => {
    expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true)
    expect(matches('/', press('/', { shiftKey: true }), false)).toBe(true)
    expect(matches('/', press('/', { ctrlKey: true }), false)).toBe(false)
  })

  it('is printed as the system does', () => {
    expect(keyText('Mod+Shift+S', false)).toBe('Ctrl+Shift+S')
    expect(keyText('Mod+Shift+S', true)).toBe('⇧⌘S')
    expect(keyText('Alt+ArrowUp', false)).toBe('Alt+↑')
    expect(keyText('Escape', false)).toBe('Esc')
  })
})
