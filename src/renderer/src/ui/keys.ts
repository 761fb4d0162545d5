import type { Translate } from '../../../shared/i18n'
import { useTranslate } from './translate'

/** Whether the window is on macOS: the one place that knows. */
export const isMac: boolean = globalThis.navigator?.platform.startsWith('Mac') ?? false

/** A key press, as far as keys of ours care. */
export interface KeyPress {
  readonly key: string
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

/** `Mod+Shift+S`: Mod is Cmd on macOS and Ctrl elsewhere. */
function parse(text: string): Chord {
  const parts = text.split('+')
  const key = parts.at(-1) ?? ''
  return { key, mod: parts.includes('Mod'), alt: parts.includes('Alt'), shift: parts.includes('Shift') }
}

const isLetter = (key: string): boolean => /^\p{L}$/u.test(key)

/** Whether Cmd on macOS, Ctrl elsewhere, is held. */
export const modHeld = (press: Pick<KeyPress, 'ctrlKey' | 'metaKey'>, mac = isMac): boolean =>
  mac ? press.metaKey : press.ctrlKey

/** Whether a key press is what `text` says. */
export function matches(text: string, press: KeyPress, mac = isMac): boolean {
  const chord = parse(text)
  const other = mac ? press.ctrlKey : press.metaKey
  if (modHeld(press, mac) !== chord.mod || other || press.altKey !== chord.alt) return false
  // Signs such as `?` need Shift on some keyboards and not on others: the sign alone counts.
  const sign = chord.key.length === 1 && chord.key !== ' ' && !isLetter(chord.key) && !chord.mod
  if (!sign && press.shiftKey !== chord.shift) return false
  return press.key.toLowerCase() === chord.key.toLowerCase()
}

/** Signs that need no words. */
const signs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
}

const macSigns: Readonly<Record<string, string>> = { Enter: '↩', Delete: '⌫', PageUp: '⇞', PageDown: '⇟' }

function nameOf(key: string, translate: Translate, mac: boolean): string {
  const sign = signs[key] ?? (mac ? macSigns[key] : undefined)
  if (sign !== undefined) return sign
  switch (key) {
    case ' ':
      return translate('key.space')
    case 'Delete':
      return translate('key.delete')
    case 'PageUp':
      return translate('key.pageUp')
    case 'PageDown':
      return translate('key.pageDown')
    case 'Mod':
      return ''
    default:
      return key.length === 1 ? key.toUpperCase() : key
  }
}

/** A key as the system prints it: `Ctrl+Shift+S`, in German `Strg+Umschalt+S`, on macOS `⇧⌘S`. */
export function keyText(text: string, translate: Translate, mac = isMac): string {
  const { key, mod, alt, shift } = parse(text)
  const name = nameOf(key, translate, mac)
  if (mac) return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${mod ? '⌘' : ''}${name}`
  return [mod && translate('key.ctrl'), alt && 'Alt', shift && translate('key.shift'), name]
    .filter(Boolean)
    .join('+')
}

/** Prints keys in the language of the window. */
export function useKeyText(): (text: string) => string {
  const translate = useTranslate()
  return (text) => keyText(text, translate)
}
