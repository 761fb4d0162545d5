import type { KeyPress } from '../ui'

/** A key press for tests, with the keys that are held. */
export const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
