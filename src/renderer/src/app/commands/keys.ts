/** A key press, as far as commands care. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

interface Chord {
  readonly key: string
  readonly mod: boolean
  readonly alt: boolean
  readonly shift: boolean
}

function parse(text: string): Chord {
  const parts = text.split('+')
  const key = parts.at(-1) ?? ''
  return { key, mod: parts.includes('Mod'), alt: parts.includes('Alt'), shift: parts.includes('Shift') }
}

const isLetter = (key: string): boolean => /^\p{L}$/u.test(key)

/** Whether a key press is what `text` says. On macOS Mod is Cmd, elsewhere Ctrl. */
export function matches(text: string, press: KeyPress, mac: boolean): boolean {
  const chord = parse(text)
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (mod !== chord.mod || other || press.altKey !== chord.alt) return false
  // Signs such as `?` need Shift on some keyboards and not on others: the sign alone counts.
  const sign = chord.key.length === 1 && !isLetter(chord.key) && !chord.mod
  if (!sign && press.shiftKey !== chord.shift) return false
  return press.key.toLowerCase() === chord.key.toLowerCase()
}

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
}

/** A key as it is printed: `Ctrl+Shift+S`, on macOS `⇧⌘S`. */
export function keyText(text: string, mac: boolean): string {
  const { key, mod, alt, shift } = parse(text)
  const name = names[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  if (mac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`
  return [mod && 'Ctrl', alt && 'Alt', shift && 'Shift', name].filter(Boolean).join('+')
}
