import { isMac, type KeyPress, modHeld } from '../ui'

/** What a key means in the table. */
export type TableAction =
  | { readonly kind: 'move'; readonly by: number; readonly extend: boolean }
  | { readonly kind: 'page'; readonly by: 1 | -1; readonly extend: boolean }
  | { readonly kind: 'ends'; readonly by: 1 | -1; readonly extend: boolean }
  | { readonly kind: 'column'; readonly by: number }
  | { readonly kind: 'next'; readonly by: 1 | -1 }
  | { readonly kind: 'edit' | 'enterCell' | 'leaveCell' | 'remove' | 'clearCell' | 'toggle' }
  /** Typing: begins an edit in cell mode, jumps to a row in row mode. */
  | { readonly kind: 'type'; readonly text: string }

/** Keys of the two modes; undefined leaves a key to the commands of the window. */
export function tableAction(event: KeyPress, mode: 'row' | 'cell', mac = isMac): TableAction | undefined {
  const { key, shiftKey: extend } = event
  const command = modHeld(event, mac)
  if (event.altKey || (mac ? event.ctrlKey : event.metaKey)) return undefined
  switch (key) {
    case 'ArrowDown':
      return command ? { kind: 'ends', by: 1, extend } : { kind: 'move', by: 1, extend }
    case 'ArrowUp':
      return command ? { kind: 'ends', by: -1, extend } : { kind: 'move', by: -1, extend }
    case 'PageDown':
      return command ? undefined : { kind: 'page', by: 1, extend }
    case 'PageUp':
      return command ? undefined : { kind: 'page', by: -1, extend }
    case ' ':
      // Space alone belongs to the player; with Ctrl it is the list's own toggle.
      return command ? { kind: 'toggle' } : mode === 'cell' ? { kind: 'type', text: ' ' } : undefined
  }
  if (command) {
    if (key === 'Home') return { kind: 'ends', by: -1, extend }
    if (key === 'End') return { kind: 'ends', by: 1, extend }
    return undefined
  }
  // The key that is called Delete on a Mac.
  const named = mac && key === 'Backspace' ? 'Delete' : key
  return mode === 'row' ? rowAction(named, extend) : cellAction(named, extend)
}

const isLetter = (key: string): boolean => [...key].length === 1

function rowAction(key: string, extend: boolean): TableAction | undefined {
  switch (key) {
    case 'Home':
      return { kind: 'ends', by: -1, extend }
    case 'End':
      return { kind: 'ends', by: 1, extend }
    case 'Enter':
    case 'F2':
      return { kind: 'edit' }
    case 'ArrowRight':
      return { kind: 'enterCell' }
    case 'Delete':
      return extend ? undefined : { kind: 'remove' }
    // These are commands of the window here.
    case '/':
    case '?':
      return undefined
  }
  return isLetter(key) ? { kind: 'type', text: key } : undefined
}

function cellAction(key: string, back: boolean): TableAction | undefined {
  switch (key) {
    case 'Home':
      return { kind: 'column', by: -100 }
    case 'End':
      return { kind: 'column', by: 100 }
    case 'ArrowRight':
      return { kind: 'column', by: 1 }
    case 'ArrowLeft':
      return { kind: 'column', by: -1 }
    case 'Enter':
      return { kind: 'move', by: back ? -1 : 1, extend: false }
    case 'Tab':
      return { kind: 'next', by: back ? -1 : 1 }
    case 'F2':
      return { kind: 'edit' }
    case 'Escape':
      return { kind: 'leaveCell' }
    case 'Delete':
    case 'Backspace':
      return { kind: 'clearCell' }
  }
  return isLetter(key) ? { kind: 'type', text: key } : undefined
}
