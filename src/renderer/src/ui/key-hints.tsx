import type { MessageKey } from '../../../shared/i18n'
import { useKeyText } from './keys'
import { useTranslate } from './translate'

/** Keys that do the same or belong together, and what they do. */
export type KeyHint = readonly [keys: readonly string[], what: MessageKey]

/** What the keys of a place do, in one line: `↑↓ move · Ctrl+Enter save`. */
export function KeyHints({ hints, note }: { hints: readonly KeyHint[]; note?: MessageKey | undefined }) {
  const translate = useTranslate()
  const print = useKeyText()
  const words = hints.map(([keys, what]) => `${keys.map(print).join('')} ${translate(what)}`)
  const text = [...words, ...(note === undefined ? [] : [translate(note)])].join(' · ')
  return (
    <span className="place-keys" title={text}>
      {text}
    </span>
  )
}
